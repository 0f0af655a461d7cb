package dev.kurir.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.database.Columns;
import dev.kurir.inbox.BotOwners.BotOwner;
import dev.kurir.journal.Entry;
import dev.kurir.journal.Journal;
import dev.kurir.message.Arrival;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arrays of one {@code inbox/append} statement, a place each a message. One thread. */
final class InboxBatch {
  static final String CONTROL = "control";
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** How far a network's clock and ours may be apart. */
  private static final Duration DRIFT = Duration.ofHours(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Row> rows = new ArrayList<>();

  private record Row(String ledger, BotOwner owner, Arrival arrival, Instant journaledAt) {
    /**
     * Whether the network may have delivered it on a day before, as far as its time tells: one
     * without a time of its own has the time of this delivery.
     */
    boolean mayBeOlderThan(LocalDate day) {
      Instant sent = arrival.sentAt();
      Instant morning = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      return sent.isBefore(morning.plus(DRIFT))
          || sent.equals(arrival.receivedAt())
          || sent.isAfter(arrival.receivedAt().plus(DRIFT));
    }

    InboxMessage message(long id, LocalDate day, int node) {
      return new InboxMessage(
          new MessageId(id),
          day,
          node,
          arrival.network(),
          ledger.equals(CONTROL),
          owner.owner(),
          arrival.bot(),
          arrival.sender(),
          arrival.userName(),
          arrival.displayName(),
          arrival.kind(),
          arrival.text(),
          arrival.quotes());
    }
  }

  void add(Entry entry, BotOwner owner) {
    Arrival a = entry.arrival();
    String ledger = owner.isControl(a) ? CONTROL : a.network().value();
    rows.add(new Row(ledger, owner, a, entry.journaledAt()));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  int size() {
    return rows.size();
  }

  boolean isControl(int place) {
    return rows.get(place).ledger.equals(CONTROL);
  }

  /** What names the messages, in their order. */
  List<Journal.Name> names() {
    return rows.stream().map(row -> Journal.Name.of(row.arrival)).toList();
  }

  /** Those that may have been stored on a day before. */
  List<Integer> olderThan(LocalDate day) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < rows.size(); place++) {
      if (rows.get(place).mayBeOlderThan(day)) {
        places.add(place);
      }
    }
    return places;
  }

  /** Binds what names the messages at some places, from the given parameter on. */
  void bindNames(PreparedStatement statement, int from, Collection<Integer> places)
      throws SQLException {
    Columns.bind(statement, from, places.stream().map(rows::get).toList())
        .add("text", Row::ledger)
        .add("int4", row -> row.arrival.bot().value())
        .add("text", row -> row.arrival.networkMessageId().value());
  }

  void remove(Collection<Integer> places) {
    places.stream().sorted(Comparator.reverseOrder()).forEach(place -> rows.remove((int) place));
  }

  /**
   * The messages that were new.
   *
   * @param stored the rows that were written, in their order
   */
  List<InboxMessage> stored(List<StoredRow> stored, LocalDate day, int node) {
    List<InboxMessage> messages = new ArrayList<>();
    Iterator<Row> row = rows.iterator();
    for (StoredRow one : stored) {
      Row found = row.next();
      while (!one.is(found.arrival)) {
        found = row.next(); // left out: it was there before
      }
      messages.add(found.message(one.id, day, node));
    }
    return messages;
  }

  /** What names a row that was written. */
  record StoredRow(long id, int bot, String networkMessageId) {
    boolean is(Arrival arrival) {
      return bot == arrival.bot().value()
          && networkMessageId.equals(arrival.networkMessageId().value());
    }
  }

  /** Binds one array a column, from the given parameter on. */
  void bind(PreparedStatement statement, int from) throws SQLException {
    Columns.bind(statement, from, rows)
        .add("text", Row::ledger)
        .add("text", row -> row.arrival.network().value())
        .add("int2", row -> (short) Lane.of(row.owner.owner()).number())
        .add("int4", row -> row.owner.owner().value())
        .add("int4", row -> row.arrival.bot().value())
        .add("text", row -> row.arrival.networkMessageId().value())
        .add("text", row -> row.arrival.sender().value())
        .add("text", row -> row.arrival.userName())
        .add("text", row -> row.arrival.displayName())
        .add("text", row -> row.arrival.kind())
        .add("text", row -> row.arrival.text())
        .add("text", row -> row.arrival.quotes() == null ? null : row.arrival.quotes().value())
        .add("text", row -> hints(row.arrival.hints()))
        .add("float8", row -> time(row.arrival.sentAt(), row.arrival.receivedAt()))
        .add("float8", row -> row.arrival.receivedAt())
        .add("float8", Row::journaledAt);
  }

  /**
   * A sender may claim any time; one that no calendar of four digits has becomes the receiving
   * time.
   */
  private static Instant time(Instant claimed, Instant otherwise) {
    return claimed.isBefore(EARLIEST) || claimed.isAfter(LATEST) ? otherwise : claimed;
  }

  private static @Nullable String hints(Map<String, String> hints) {
    if (hints.isEmpty()) {
      return null;
    }
    try {
      return JSON.writeValueAsString(hints);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }
}
