package dev.kurir.archive;

import dev.kurir.archive.MessageRows.Attempt;
import dev.kurir.archive.MessageRows.Ending;
import dev.kurir.archive.MessageRows.Made;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some messages with what they became: the messages they were mapped to, what those were sent again
 * as, and how each ended, wherever the rows are. One thread.
 */
final class Family {
  private final List<MessageRows> databases;
  private final LocalDate since;

  /** By id, outgoing messages of the family. */
  private final Map<Long, Made> made = new TreeMap<>();

  private final Map<Long, Ending> endings = new HashMap<>();

  private Family(List<MessageRows> databases, LocalDate since) {
    this.databases = databases;
    this.since = since;
  }

  /** Reads what became of messages. */
  static Family of(List<StoredMessage> messages, List<MessageRows> databases) throws SQLException {
    Family family =
        new Family(
            databases,
            messages.stream()
                .map(StoredMessage::day)
                .min(LocalDate::compareTo)
                .orElse(LocalDate.EPOCH));
    Set<Long> incoming = new TreeSet<>();
    for (StoredMessage message : messages) {
      if (message.incoming()) {
        incoming.add(message.id());
      } else {
        family.add(
            new Made(
                message.id(),
                message.day(),
                message.network(),
                message.conversation(),
                message.sourceId(),
                message.retryOf(),
                message.at()));
      }
    }
    for (MessageRows database : databases) {
      database.madeFrom(incoming, family.since).forEach(family::add);
    }
    family.addRetries();
    for (MessageRows database : databases) {
      for (Ending ending : database.endings(family.made.keySet(), family.since)) {
        family.endings.put(ending.messageId(), ending);
      }
    }
    return family;
  }

  private void add(Made message) {
    made.put(message.id(), message);
  }

  private void addRetries() throws SQLException {
    Set<Long> fresh = new TreeSet<>(made.keySet());
    while (!fresh.isEmpty()) {
      Set<Long> next = new TreeSet<>();
      for (MessageRows database : databases) {
        for (Made retry : database.retriesOf(fresh, since)) {
          if (made.put(retry.id(), retry) == null) {
            next.add(retry.id());
          }
        }
      }
      fresh = next;
    }
  }

  Collection<Made> made() {
    return made.values();
  }

  /** How an outgoing message ended; null: not yet. */
  @Nullable Ending ending(long id) {
    return endings.get(id);
  }

  /** What happened on the way, each once. */
  Set<Attempt> attempts() throws SQLException {
    Map<Attempt, Boolean> all = new LinkedHashMap<>();
    for (MessageRows database : databases) {
      database.attempts(made.keySet(), since).forEach(attempt -> all.put(attempt, true));
    }
    return all.keySet();
  }

  /**
   * What became of a message.
   *
   * @param bot the one with the highest number that sent something of it; null: none did
   */
  record End(String state, @Nullable Integer bot) {}

  /** The worst of what became of each part of it; what was sent again counts for what it was. */
  End end(StoredMessage message) {
    List<Made> roots =
        made.values().stream()
            .filter(
                one ->
                    message.incoming()
                        ? one.sourceId() != null
                            && one.sourceId() == message.id()
                            && one.retryOf() == null
                        : one.id() == message.id())
            .toList();
    if (roots.isEmpty()) {
      return new End(message.mapped() ? "delivered" : "pending", null);
    }
    Set<String> states = new TreeSet<>();
    Integer bot = null;
    for (Made root : roots) {
      Ending ending = endings.get(last(root).id());
      states.add(ending == null ? "pending" : ending.state());
      if (ending != null && ending.bot() != null && (bot == null || ending.bot() > bot)) {
        bot = ending.bot();
      }
    }
    for (String state : List.of("pending", "dead", "uncertain")) {
      if (states.contains(state)) {
        return new End(state, bot);
      }
    }
    return new End("delivered", bot);
  }

  private Made last(Made root) {
    Made last = root;
    for (Made one : made.values()) { // in the order of ids
      if (one.retryOf() != null && one.retryOf() == last.id()) {
        last = one;
      }
    }
    return last;
  }
}
