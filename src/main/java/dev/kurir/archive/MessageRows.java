package dev.kurir.archive;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one of the databases knows about messages. One thread. */
final class MessageRows {
  private final Connection connection;
  private final String side;

  private MessageRows(Connection connection, String side) {
    this.connection = connection;
    this.side = side;
  }

  static MessageRows active(Connection connection) {
    return new MessageRows(connection, "active");
  }

  static MessageRows passive(Connection connection) {
    return new MessageRows(connection, "passive");
  }

  /** Whether the passive database may hold messages. */
  static boolean hasBegun(Connection active) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/begun"));
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** An outbox row that a message became, or was sent again as. */
  record Made(
      long id,
      LocalDate day,
      String network,
      long conversation,
      @Nullable Long sourceId,
      @Nullable Long retryOf,
      Instant at) {}

  /** How an outbox message ended. */
  record Ending(
      long messageId,
      @Nullable Integer bot,
      String state,
      int attempts,
      @Nullable String reason,
      Instant at) {}

  /** What happened on the way. */
  record Attempt(
      long messageId,
      int attempt,
      String event,
      @Nullable String reason,
      @Nullable Instant retryAt,
      Instant at) {}

  List<StoredMessage> byId(long id) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("history/" + side + "-by-id"))) {
      statement.setLong(1, id);
      statement.setLong(2, id);
      return read(statement, StoredMessage::of);
    }
  }

  /** The transactions of an owner after an id, in the order of ids. */
  List<StoredMessage> after(int owner, int lane, long after, int rows) throws SQLException {
    String sql =
        Sql.named("history/" + side + "-after")
            .replace("$owner", Integer.toString(owner))
            .replace("$lane", Integer.toString(lane))
            .replace("$after", Long.toString(after))
            .replace("$rows", Integer.toString(rows));
    try (var statement = connection.prepareStatement(sql)) {
      return read(statement, StoredMessage::of);
    }
  }

  /** What messages of a day or later were mapped to. */
  List<Made> madeFrom(Collection<Long> ids, LocalDate since) throws SQLException {
    return of("made-from", ids, since, MessageRows::made);
  }

  /** What messages of a day or later were sent again as. */
  List<Made> retriesOf(Collection<Long> ids, LocalDate since) throws SQLException {
    return of("retries", ids, since, MessageRows::made);
  }

  List<Ending> endings(Collection<Long> ids, LocalDate since) throws SQLException {
    return of(
        "receipts",
        ids,
        since,
        row ->
            new Ending(
                row.getLong("outbox_id"),
                row.getObject("bot_id", Integer.class),
                row.getString("state"),
                row.getInt("attempts"),
                row.getString("reason"),
                row.getTimestamp("settled_at").toInstant()));
  }

  List<Attempt> attempts(Collection<Long> ids, LocalDate since) throws SQLException {
    return of(
        "attempts",
        ids,
        since,
        row ->
            new Attempt(
                row.getLong("outbox_id"),
                row.getInt("attempt"),
                row.getString("event"),
                row.getString("reason"),
                StoredMessage.instant(row, "retry_at"),
                row.getTimestamp("at").toInstant()));
  }

  private static Made made(ResultSet row) throws SQLException {
    return new Made(
        row.getLong("id"),
        row.getObject("day", LocalDate.class),
        row.getString("network"),
        row.getLong("conversation"),
        row.getObject("source_id", Long.class),
        row.getObject("retry_of", Long.class),
        row.getTimestamp("at").toInstant());
  }

  private <T> List<T> of(String name, Collection<Long> ids, LocalDate since, Row<T> row)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    try (var statement = connection.prepareStatement(Sql.named("history/" + name))) {
      statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
      statement.setObject(2, since);
      return read(statement, row);
    }
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  static <T> List<T> read(PreparedStatement statement, Row<T> row) throws SQLException {
    List<T> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.add(row.of(rows));
      }
    }
    return all;
  }
}
