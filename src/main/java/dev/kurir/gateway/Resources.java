package dev.kurir.gateway;

import dev.kurir.community.Person;
import dev.kurir.community.Presence.Show;
import dev.kurir.community.Presences;
import dev.kurir.community.RefusedException;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With which clients people are there, as their servers say: somebody is there while at least one
 * is. The one with the highest priority, the latest of equal ones, says how. Thread-safe; what
 * changes how somebody is there asks the database.
 */
final class Resources {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);
  private static final int LONGEST_STATUS = 140;

  private final Presences presences;
  private final Map<OwnerId, Present> there = new HashMap<>();

  /** What was said last; without it a plain presence says nothing, and hides or reveals nobody. */
  private final Map<OwnerId, Seen> told = new HashMap<>();

  /** How somebody is there by one client. */
  private record Seen(Show show, @Nullable String status, int priority) {
    static Seen of(Stanza presence) {
      Element element = presence.element();
      String show = text(element, "show");
      return new Seen(
          show.equals("away") || show.equals("xa")
              ? Show.AWAY
              : show.equals("dnd") ? Show.BUSY : Show.ONLINE,
          status(text(element, "status")),
          priority(text(element, "priority")));
    }

    private static String text(Element element, String name) {
      return element.child(name, Stanza.NAMESPACE).map(Element::text).orElse("").strip();
    }

    private static @Nullable String status(String written) {
      StringBuilder status = new StringBuilder();
      written
          .codePoints()
          .filter(character -> !Character.isISOControl(character))
          .limit(LONGEST_STATUS)
          .forEach(status::appendCodePoint);
      return status.toString().isBlank() ? null : status.toString();
    }

    private static int priority(String written) {
      return written.matches("-?[0-9]{1,3}") ? Integer.parseInt(written) : 0;
    }

    boolean isPlain() {
      return show == Show.ONLINE && status == null;
    }

    boolean saysTheSame(@Nullable Seen other) {
      return other == null ? isPlain() : show == other.show && Objects.equals(status, other.status);
    }
  }

  private record Present(Person person, Map<String, Seen> clients) {
    /** The last of those with the highest priority. */
    Seen best() {
      return clients.values().stream()
          .reduce((best, seen) -> seen.priority >= best.priority ? seen : best)
          .orElseThrow();
    }
  }

  Resources(Presences presences) {
    this.presences = presences;
  }

  /**
   * A client of somebody is there, or says how.
   *
   * @return whether none was until now
   */
  boolean came(Person person, String resource, Stanza presence) {
    boolean isFirst;
    Seen best;
    synchronized (this) {
      isFirst = !there.containsKey(person.id());
      Present present =
          there.computeIfAbsent(person.id(), id -> new Present(person, new LinkedHashMap<>()));
      Seen seen = Seen.of(presence);
      if (!seen.equals(present.clients.get(resource))) {
        present.clients.remove(resource); // the latest is the last
        present.clients.put(resource, seen);
      }
      if (isFirst) {
        presences.begun(person);
      }
      best = present.best();
    }
    say(person, best);
    return isFirst;
  }

  /** A client of somebody is there no more. */
  void gone(Person person, String resource) {
    Seen best;
    synchronized (this) {
      Present present = there.get(person.id());
      if (present == null || present.clients.remove(resource) == null) {
        return;
      }
      if (present.clients.isEmpty()) {
        there.remove(person.id());
        presences.ended(person);
        return;
      }
      best = present.best();
    }
    say(person, best);
  }

  /** None of somebody's clients counts any more. */
  synchronized void forget(Person person) {
    told.remove(person.id());
    if (there.remove(person.id()) != null) {
      presences.ended(person);
    }
  }

  /** The stream was lost: who is there has to be asked anew. */
  synchronized void forgetAll() {
    there.values().forEach(present -> presences.ended(present.person));
    there.clear();
  }

  private void say(Person person, Seen seen) {
    synchronized (this) {
      if (seen.saysTheSame(told.get(person.id()))) {
        return;
      }
      told.put(person.id(), seen);
    }
    try {
      var unused = presences.set(person, seen.show, seen.status);
    } catch (RefusedException | InvalidFieldException e) {
      LOG.debug("how {} is there is not told: {}", person, e.getMessage());
    }
  }
}
