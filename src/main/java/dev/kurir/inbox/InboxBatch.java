package dev.kurir.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.inbox.BotOwners.BotOwner;
import dev.kurir.journal.Entry;
import dev.kurir.message.Arrival;
import dev.kurir.message.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arrays of one {@code inbox/append} statement, a place each a message. One thread. */
final class InboxBatch {
  static final String CONTROL = "control";
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] TYPES = {
    "text",
    "text",
    "int2",
    "int4",
    "int4",
    "text",
    "text",
    "text",
    "text",
    "text",
    "text",
    "text",
    "text",
    "timestamptz",
    "timestamptz",
    "timestamptz"
  };

  private final List<@Nullable Object[]> rows = new ArrayList<>();

  void add(Entry entry, BotOwner owner) {
    Arrival a = entry.arrival();
    rows.add(
        new @Nullable Object[] {
          owner.isControl(a) ? CONTROL : a.network().value(),
          a.network().value(),
          (short) Lane.of(owner.owner()).number(),
          owner.owner().value(),
          a.bot().value(),
          a.networkMessageId().value(),
          a.sender().value(),
          a.userName(),
          a.displayName(),
          a.kind(),
          a.text(),
          a.quotes() == null ? null : a.quotes().value(),
          hints(a.hints()),
          time(a.sentAt(), a.receivedAt()).toString(),
          a.receivedAt().toString(),
          entry.journaledAt().toString()
        });
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Binds one array a column, from the given parameter on. */
  void bind(Connection connection, PreparedStatement statement, int from) throws SQLException {
    for (int column = 0; column < TYPES.length; column++) {
      @Nullable Object[] values = new Object[rows.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.get(row)[column];
      }
      statement.setArray(from + column, connection.createArrayOf(TYPES[column], values));
    }
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
