package dev.kurir.outbox;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one network's flush, on a connection that holds the network's lock: when it breaks,
 * the lock is gone and nothing more is written. One thread.
 */
final class FlushStore implements AutoCloseable {
  private final Connection connection;
  private final NetworkName network;

  private FlushStore(Connection connection, NetworkName network) {
    this.connection = connection;
    this.network = network;
  }

  /** Takes the network's lock; null when another process has it. */
  static @Nullable FlushStore own(Connection connection, NetworkName network) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/own"))) {
      statement.setString(1, network.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1) ? new FlushStore(connection, network) : null;
      }
    }
  }

  Connection connection() {
    return connection;
  }

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

  List<Waiting> waiting() throws SQLException {
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
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                ""));
  }

  /**
   * A row as it was read.
   *
   * @param open null when it is settled already
   */
  record Row(Lane lane, long id, LocalDate day, @Nullable OutboxMessage open) {}

  /** The next rows of the lanes, at most {@code limit} of each. */
  List<Row> read(List<LaneCursor> lanes, boolean again, int limit) throws SQLException {
    return query(
        again ? "outbox/read-again" : "outbox/read-next",
        statement -> {
          statement.setArray(1, array("int2", lanes, c -> (short) c.lane.number()));
          statement.setArray(2, array("int8", lanes, LaneCursor::position));
          statement.setArray(3, array("date", lanes, LaneCursor::day));
          statement.setString(4, network.value());
          statement.setString(5, network.value());
          statement.setInt(6, limit);
        },
        FlushStore::row);
  }

  /**
   * The unsettled messages of a conversation that waited, up to the id that its lane was read to.
   */
  List<OutboxMessage> read(Waiting waiting, long upTo, int limit) throws SQLException {
    return query(
            "outbox/read-conversation",
            statement -> {
              statement.setString(1, network.value());
              statement.setString(2, network.value());
              statement.setLong(3, waiting.conversation().value());
              statement.setLong(4, waiting.firstId());
              statement.setLong(5, upTo);
              statement.setObject(6, waiting.day());
              statement.setInt(7, limit);
            },
            FlushStore::row)
        .stream()
        .map(Row::open)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /**
   * Saves all or nothing; returns the drafts of the notices whose messages were settled by this.
   */
  List<OutboxWriter.Appended> save(
      Unsaved unsaved, Collection<LaneCursor> cursors, OutboxWriter writer) throws SQLException {
    writer.prepare();
    return Transaction.on(
        connection,
        c -> {
          Set<Long> settled = receipts(unsaved.receipts);
          attempts(unsaved.attempts);
          for (Waiting waiting : unsaved.waiting.values()) {
            waits(waiting);
          }
          for (ConversationId conversation : unsaved.goneOn) {
            update("outbox/go-on", network.value(), conversation.value());
          }
          for (var move : unsaved.moved.entrySet()) {
            move(move.getKey(), move.getValue());
          }
          for (LaneCursor cursor : cursors) {
            update(
                "outbox/advance",
                cursor.settled(),
                cursor.settledDay(),
                network.value(),
                cursor.lane.number());
          }
          List<Draft> notices = new ArrayList<>();
          for (Unsaved.Receipt receipt : unsaved.receipts) {
            if (receipt.notice() != null && settled.contains(receipt.message().id().value())) {
              notices.add(receipt.notice());
            }
          }
          return writer.append(c, notices);
        });
  }

  private Set<Long> receipts(List<Unsaved.Receipt> receipts) throws SQLException {
    if (receipts.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        query(
            "outbox/settle",
            statement -> {
              statement.setArray(1, array("int8", receipts, r -> r.message().id().value()));
              statement.setArray(2, array("date", receipts, r -> r.message().day()));
              statement.setArray(3, array("int4", receipts, r -> r.message().owner().value()));
              statement.setArray(
                  4, array("int4", receipts, r -> r.bot() == null ? null : r.bot().value()));
              statement.setArray(5, array("text", receipts, Unsaved.Receipt::state));
              statement.setArray(6, array("int2", receipts, r -> (short) r.attempts()));
              statement.setArray(7, array("text", receipts, Unsaved.Receipt::reason));
              statement.setArray(8, array("text", receipts, Unsaved.Receipt::sentId));
              statement.setArray(9, array("timestamptz", receipts, Unsaved.Receipt::at));
            },
            row -> row.getLong(1)));
  }

  private void attempts(List<Unsaved.Attempt> attempts) throws SQLException {
    if (attempts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/attempts"))) {
      statement.setArray(1, array("int8", attempts, a -> a.message().id().value()));
      statement.setArray(2, array("date", attempts, a -> a.message().day()));
      statement.setArray(3, array("int2", attempts, a -> (short) a.number()));
      statement.setArray(4, array("text", attempts, Unsaved.Attempt::event));
      statement.setArray(5, array("text", attempts, Unsaved.Attempt::reason));
      statement.setArray(6, array("timestamptz", attempts, Unsaved.Attempt::retryAt));
      statement.setArray(7, array("timestamptz", attempts, Unsaved.Attempt::at));
      statement.executeUpdate();
    }
  }

  private void waits(Waiting waiting) throws SQLException {
    update(
        "outbox/wait",
        network.value(),
        waiting.conversation().value(),
        waiting.lane().number(),
        waiting.firstId(),
        waiting.day(),
        waiting.attempts(),
        waiting.since().toString(),
        waiting.dueAt().toString(),
        waiting.reason());
  }

  private void move(ConversationId conversation, Unsaved.Move move) throws SQLException {
    String to = move.to().value();
    if (conversation.isMaster()) {
      update(
          "outbox/move-master", to, -conversation.value(), move.bot().value(), move.from().value());
    } else {
      update("outbox/move-contact", to, conversation.value(), to);
    }
  }

  private void update(String name, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named(name))) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    Lane lane = new Lane(row.getInt("lane"));
    LocalDate day = row.getObject("day", LocalDate.class);
    String text = row.getString("text");
    OutboxMessage message =
        text == null
            ? null
            : new OutboxMessage(
                new MessageId(row.getLong("id")),
                day,
                lane,
                new OwnerId(row.getInt("owner_id")),
                new ConversationId(row.getLong("conversation")),
                text,
                row.getObject("retry_key", UUID.class),
                row.getBoolean("repeated"));
    return new Row(lane, row.getLong("id"), day, message);
  }

  private <T> java.sql.Array array(
      String type, Collection<T> rows, Function<T, @Nullable Object> column) throws SQLException {
    @Nullable Object[] values = rows.stream().map(column).map(FlushStore::plain).toArray();
    return connection.createArrayOf(type, values);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Instant || value instanceof LocalDate ? value.toString() : value;
  }

  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String name, Parameters parameters, Read<T> read) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named(name))) {
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

  /** Ends the connection and with it the lock. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is broken: the server ends it and frees the lock.
    }
  }
}
