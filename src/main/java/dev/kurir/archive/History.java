package dev.kurir.archive;

import dev.kurir.archive.MessageRows.Attempt;
import dev.kurir.archive.MessageRows.Ending;
import dev.kurir.archive.MessageRows.Made;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages and what happened to them, whether they are in the active database, in the passive
 * one, or partly in each. Thread-safe.
 */
public final class History {
  private final DataSource active;
  private final Passive passive;

  public History(DataSource active, Passive passive) {
    this.active = active;
    this.passive = passive;
  }

  /** A message with everything that happened to it and to what was made from it, in order. */
  public record Traced(ToldMessage message, List<Event> timeline) {}

  /**
   * Transactions of an owner after an id, in the order of ids.
   *
   * @param lane the owner's
   * @param rows at most so many
   */
  public List<ToldMessage> page(int owner, int lane, long after, int rows) throws SQLException {
    return reading(
        (connection, databases) -> {
          Map<Long, StoredMessage> found = new TreeMap<>();
          for (MessageRows database : databases) {
            for (StoredMessage message : database.after(owner, lane, after, rows)) {
              found.merge(message.id(), message, History::archived);
            }
          }
          return told(found.values().stream().limit(rows).toList(), connection, databases);
        });
  }

  /** One message with its timeline; empty: neither database has it. */
  public Optional<Traced> trace(long id) throws SQLException {
    return reading(
        (connection, databases) -> {
          StoredMessage found = null;
          for (MessageRows database : databases) {
            for (StoredMessage message : database.byId(id)) {
              found = found == null ? message : archived(found, message);
            }
          }
          if (found == null) {
            return Optional.empty();
          }
          Family family = Family.of(List.of(found), databases);
          ToldMessage told = told(List.of(found), family, connection).get(0);
          return Optional.of(new Traced(told, timeline(found, family, connection)));
        });
  }

  /** Tells about messages that are known already. */
  List<ToldMessage> told(List<StoredMessage> messages) throws SQLException {
    return reading((connection, databases) -> told(messages, connection, databases));
  }

  /** While a message is moved both databases have it. */
  private static StoredMessage archived(StoredMessage one, StoredMessage other) {
    return one.archivedAt() == null ? other : one;
  }

  /** Reads with both databases at hand; with the active one only while nothing was ever moved. */
  private interface Reading<T> {
    T read(Connection active, List<MessageRows> databases) throws SQLException;
  }

  private <T> T reading(Reading<T> reading) throws SQLException {
    try (Connection connection = active.getConnection()) {
      if (!MessageRows.hasBegun(connection)) {
        return reading.read(connection, List.of(MessageRows.active(connection)));
      }
      try (Connection other = passive.pool().getConnection()) {
        return reading.read(
            connection, List.of(MessageRows.active(connection), MessageRows.passive(other)));
      }
    }
  }

  private static List<ToldMessage> told(
      List<StoredMessage> messages, Connection active, List<MessageRows> databases)
      throws SQLException {
    return told(messages, Family.of(messages, databases), active);
  }

  private static List<ToldMessage> told(
      List<StoredMessage> messages, Family family, Connection active) throws SQLException {
    Map<Long, Names.Contact> contacts =
        Names.contacts(
            active,
            messages.stream().map(StoredMessage::contactId).filter(Objects::nonNull).toList());
    Map<Integer, Integer> masters =
        Names.masters(active, messages.stream().map(StoredMessage::ownerId).distinct().toList());
    List<ToldMessage> told = new ArrayList<>();
    for (StoredMessage message : messages) {
      Family.End end = family.end(message);
      Names.Contact contact =
          message.contactId() == null ? null : contacts.get(message.contactId());
      Integer usual =
          message.conversation() > 0
              ? contact == null ? null : contact.bot()
              : masters.get(message.ownerId());
      told.add(
          new ToldMessage(
              message.id(),
              message.network(),
              message.incoming() ? "in" : "out",
              firstOf(message.botId(), end.bot(), usual),
              message.contact() != null
                  ? message.contact()
                  : contact == null ? null : contact.name(),
              message.kind(),
              message.text(),
              end.state(),
              message.number(),
              message.at()));
    }
    return told;
  }

  private static @Nullable Integer firstOf(
      @Nullable Integer one, @Nullable Integer two, @Nullable Integer three) {
    return one != null ? one : two != null ? two : three;
  }

  private static List<Event> timeline(StoredMessage message, Family family, Connection active)
      throws SQLException {
    List<Event> events = new ArrayList<>();
    if (message.incoming()) {
      events.add(new Event(message.at(), 1, "received", message.id(), null));
      add(events, message.journaledAt(), 2, "journaled", message.id());
      add(events, message.storedAt(), 3, "stored", message.id());
    }
    for (Made made : family.made()) {
      events.add(beginning(made));
      Ending ending = family.ending(made.id());
      if (ending != null) {
        events.add(
            new Event(
                ending.at(),
                7,
                ending.state(),
                made.id(),
                details("attempt " + ending.attempts(), ending.reason())));
      }
    }
    for (Attempt attempt : family.attempts()) {
      events.add(
          new Event(
              attempt.at(),
              attempt.event().equals("started") ? 5 : 6,
              attempt.event(),
              attempt.messageId(),
              details("attempt " + attempt.attempt(), attempt.reason(), next(attempt.retryAt()))));
    }
    events.addAll(waiting(family, active));
    add(events, message.erasedAt(), 8, "erased", message.id());
    add(events, message.archivedAt(), 9, "archived", message.id());
    events.sort(Event.ORDER);
    return events;
  }

  private static void add(
      List<Event> events, @Nullable Instant at, int rank, String event, long id) {
    if (at != null) {
      events.add(new Event(at, rank, event, id, null));
    }
  }

  private static Event beginning(Made made) {
    if (made.retryOf() != null) {
      return new Event(made.at(), 8, "retried", made.retryOf(), "as " + made.id());
    }
    Long source = made.sourceId();
    return source == null
        ? new Event(made.at(), 4, "queued", made.id(), "for " + made.network())
        : new Event(made.at(), 4, "mapped", source, "to " + made.network() + " as " + made.id());
  }

  private static List<Event> waiting(Family family, Connection active) throws SQLException {
    List<Made> open =
        family.made().stream().filter(made -> family.ending(made.id()) == null).toList();
    List<Event> events = new ArrayList<>();
    for (Names.Waiting waiting : Names.waiting(active, conversations(open))) {
      for (Made made : open) {
        if (waiting.network().equals(made.network())
            && waiting.conversation() == made.conversation()
            && waiting.firstId() <= made.id()) {
          events.add(
              new Event(
                  waiting.since(),
                  6,
                  "waiting",
                  made.id(),
                  details(waiting.reason(), next(waiting.dueAt()))));
        }
      }
    }
    return events;
  }

  private static Collection<Long> conversations(List<Made> messages) {
    return messages.stream().map(Made::conversation).collect(Collectors.toSet());
  }

  private static @Nullable String next(@Nullable Instant at) {
    return at == null ? null : "next attempt at " + at;
  }

  private static @Nullable String details(@Nullable String... parts) {
    List<String> said = new ArrayList<>();
    for (String part : parts) {
      if (part != null) {
        said.add(part);
      }
    }
    return said.isEmpty() ? null : String.join("; ", said);
  }
}
