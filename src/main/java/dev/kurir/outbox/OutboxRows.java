package dev.kurir.outbox;

import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a flush reads: the outbox of one network and what is saved about its flush. One thread. */
final class OutboxRows {
  private final Connection connection;
  private final NetworkName network;

  OutboxRows(Connection connection, NetworkName network) {
    this.connection = connection;
    this.network = network;
  }

  /**
   * A row as it was read.
   *
   * @param open null when it is settled already
   */
  record Row(Lane lane, long id, LocalDate day, @Nullable OutboxMessage open) {}

  /** The lanes' cursors, made where they are missing. */
  List<LaneCursor> cursors() throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(Sql.named("outbox/add-cursors"))) {
      add.setString(1, network.value());
      add.setInt(2, Lane.COUNT);
      add.executeUpdate();
    }
    return query(
        "outbox/cursors",
        statement -> statement.setString(1, network.value()),
        row ->
            new LaneCursor(
                new Lane(row.getInt("lane")),
                row.getLong("id"),
                row.getObject("day", LocalDate.class)));
  }

  List<Waiting> waiting(Time time) throws SQLException {
    return query(
        "outbox/waiting",
        statement -> statement.setString(1, network.value()),
        row ->
            new Waiting(
                new ConversationId(row.getLong("conversation")),
                new Lane(row.getInt("lane")),
                row.getLong("outbox_id"),
                row.getObject("day", LocalDate.class),
                row.getInt("attempts"),
                instant(row, "since"),
                time.stored(instant(row, "due_at"), instant(row, "saved_at")),
                row.getInt("together"),
                ""));
  }

  /** Which bots the network asked to wait, and until when. */
  Map<BotId, Instant> pauses(Time time) throws SQLException {
    Map<BotId, Instant> pauses = new HashMap<>();
    query(
        "outbox/bot-pauses",
        statement -> statement.setString(1, network.value()),
        row ->
            pauses.put(
                new BotId(row.getInt("bot_id")),
                time.stored(instant(row, "until"), instant(row, "saved_at"))));
    return pauses;
  }

  /** Why nothing is sent to some contacts until they write again. */
  Map<ConversationId, String> pausedContacts() throws SQLException {
    Map<ConversationId, String> paused = new HashMap<>();
    query(
        "outbox/paused-contacts",
        statement -> statement.setString(1, network.value()),
        row -> paused.put(new ConversationId(row.getLong("id")), row.getString("paused_reason")));
    return paused;
  }

  /** The bots whose owners were told of the occasion. */
  Set<BotId> alarmed(String occasion) throws SQLException {
    return new HashSet<>(
        query(
            "outbox/alarmed",
            statement -> {
              statement.setString(1, network.value());
              statement.setString(2, occasion);
            },
            row -> new BotId(row.getInt("bot_id"))));
  }

  /**
   * The next rows of the lanes, at most {@code limit} of each.
   *
   * @param again whether some of them may be settled or have been begun, before this process
   *     started
   */
  List<Row> next(List<LaneCursor> lanes, boolean again, int limit) throws SQLException {
    return query(
        again ? "outbox/read-again" : "outbox/read-next",
        statement -> {
          statement.setArray(
              1, Columns.of(connection, "int2", lanes, c -> (short) c.lane.number()));
          statement.setArray(2, Columns.of(connection, "int8", lanes, LaneCursor::position));
          statement.setArray(3, Columns.of(connection, "date", lanes, LaneCursor::day));
          statement.setInt(4, limit);
        },
        OutboxRows::row);
  }

  /**
   * The unsettled messages of conversations that waited, at most {@code limit} of each, up to where
   * their lanes were read.
   */
  List<OutboxMessage> of(Collection<Waiting> waiting, LaneCursors lanes, int limit)
      throws SQLException {
    List<Row> rows =
        query(
            "outbox/read-conversations",
            statement -> {
              statement.setArray(
                  1, Columns.of(connection, "int8", waiting, w -> w.conversation().value()));
              statement.setArray(2, Columns.of(connection, "int8", waiting, Waiting::firstId));
              statement.setArray(
                  3, Columns.of(connection, "int8", waiting, w -> lanes.of(w.lane()).position()));
              statement.setArray(4, Columns.of(connection, "date", waiting, Waiting::day));
              statement.setInt(5, limit);
            },
            OutboxRows::row);
    return rows.stream().map(Row::open).filter(Objects::nonNull).toList();
  }

  private static Row row(ResultSet row) throws SQLException {
    Lane lane = new Lane(row.getInt("lane"));
    LocalDate day = row.getObject("day", LocalDate.class);
    String text = row.getString("text");
    int begun = row.getInt("begun");
    OutboxMessage message =
        text == null
            ? null
            : new OutboxMessage(
                new MessageId(row.getLong("id")),
                day,
                lane,
                new OwnerId(row.getInt("owner_id")),
                new ConversationId(row.getLong("conversation")),
                row.getLong("number"),
                text,
                row.getObject("retry_key", UUID.class),
                row.getBoolean("retry"),
                begun == 0
                    ? null
                    : new OutboxMessage.Begun(begun, row.getInt("items"), row.getString("permit")));
    return new Row(lane, row.getLong("id"), day, message);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String name, Parameters parameters, Read<T> read) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.of(name, network.value()))) {
      parameters.set(statement);
      List<T> result = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          result.add(read.from(rows));
        }
      }
      return result;
    }
  }
}
