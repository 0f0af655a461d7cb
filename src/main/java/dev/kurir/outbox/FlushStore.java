package dev.kurir.outbox;

import dev.kurir.database.Columns;
import dev.kurir.database.Database;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one network's flush saves, on a connection that holds the network's lock: when it breaks,
 * the lock is gone and nothing more is written. One thread.
 */
final class FlushStore implements AutoCloseable {
  private final Connection connection;
  private final NetworkName network;
  private final OutboxRows rows;

  FlushStore(Connection connection, NetworkName network) {
    this.connection = connection;
    this.network = network;
    this.rows = new OutboxRows(connection, network);
  }

  /** Takes the network's lock; false when another process has it. */
  boolean own() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/own"))) {
      statement.setString(1, network.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * @throws SQLException when the lock is gone
   */
  void touch() throws SQLException {
    Database.touch(connection);
  }

  Connection connection() {
    return connection;
  }

  OutboxRows rows() {
    return rows;
  }

  /** Saves all or nothing; returns the messages that tell owners what was settled by this. */
  List<OutboxWriter.Appended> save(
      Unsaved unsaved,
      Collection<LaneCursor> cursors,
      OutboxWriter writer,
      Notices notices,
      Instant at)
      throws SQLException {
    writer.prepare();
    if (cursors.isEmpty() && unsaved.isPlain()) {
      receipts(unsaved.receipts); // one statement is a transaction of its own
      return List.of();
    }
    return Transaction.on(
        connection,
        c -> {
          Set<Long> settled = receipts(unsaved.receipts);
          attempts(unsaved.attempts);
          waits(unsaved.waiting.values(), at);
          goOn(unsaved.goneOn);
          for (var move : unsaved.moved.entrySet()) {
            move(move.getKey(), move.getValue());
          }
          for (var paused : unsaved.paused.entrySet()) {
            update("outbox/pause-contact", paused.getValue(), paused.getKey().value());
          }
          for (var pause : unsaved.botPauses.entrySet()) {
            update(
                "outbox/pause-bot",
                pause.getKey().value(),
                pause.getValue().until().toString(),
                at.toString(),
                pause.getValue().reason());
          }
          advance(cursors);
          List<Notice> news = alarms(unsaved.alarms);
          for (Unsaved.Receipt receipt : unsaved.receipts) {
            if (receipt.notice() != null && settled.contains(receipt.message().id().value())) {
              news.add(receipt.notice());
            }
          }
          return writer.append(c, notices.drafts(c, news));
        });
  }

  private Set<Long> receipts(List<Unsaved.Receipt> receipts) throws SQLException {
    Set<Long> settled = new HashSet<>();
    if (receipts.isEmpty()) {
      return settled;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/settle"))) {
      Columns.bind(statement, 1, receipts)
          .add("int8", r -> r.message().id().value())
          .add("date", r -> r.message().day())
          .add("int4", r -> r.message().owner().value())
          .add("int4", r -> r.bot() == null ? null : r.bot().value())
          .add("text", Unsaved.Receipt::state)
          .add("int2", r -> (short) r.attempts())
          .add("text", Unsaved.Receipt::reason)
          .add("text", Unsaved.Receipt::sentId)
          .add("float8", Unsaved.Receipt::at);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          settled.add(row.getLong(1));
        }
      }
    }
    return settled;
  }

  private void attempts(List<Unsaved.Attempt> attempts) throws SQLException {
    if (attempts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/attempts"))) {
      Columns.bind(statement, 1, attempts)
          .add("int8", a -> a.message().id().value())
          .add("date", a -> a.message().day())
          .add("int2", a -> (short) a.number())
          .add("text", Unsaved.Attempt::event)
          .add("int2", a -> (short) a.items())
          .add("text", Unsaved.Attempt::permit)
          .add("text", Unsaved.Attempt::reason)
          .add("timestamptz", Unsaved.Attempt::retryAt)
          .add("timestamptz", Unsaved.Attempt::at);
      statement.executeUpdate();
    }
  }

  private void waits(Collection<Waiting> waiting, Instant at) throws SQLException {
    if (waiting.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/wait"))) {
      statement.setString(1, network.value());
      statement.setString(2, at.toString());
      Columns.bind(statement, 3, waiting)
          .add("int8", w -> w.conversation().value())
          .add("int2", w -> (short) w.lane().number())
          .add("int8", Waiting::firstId)
          .add("date", Waiting::day)
          .add("int2", w -> (short) w.attempts())
          .add("timestamptz", Waiting::since)
          .add("timestamptz", Waiting::dueAt)
          .add("int2", w -> (short) w.together())
          .add("text", Waiting::reason);
      statement.executeUpdate();
    }
  }

  private void goOn(Collection<ConversationId> conversations) throws SQLException {
    if (conversations.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/go-on"))) {
      statement.setString(1, network.value());
      Columns.bind(statement, 2, conversations).add("int8", ConversationId::value);
      statement.executeUpdate();
    }
  }

  private void advance(Collection<LaneCursor> cursors) throws SQLException {
    if (cursors.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("outbox/advance"))) {
      Columns.bind(statement, 1, cursors)
          .add("int2", c -> (short) c.lane.number())
          .add("int8", LaneCursor::settled)
          .add("date", LaneCursor::settledDay);
      statement.setString(4, network.value());
      statement.executeUpdate();
    }
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

  private List<Notice> alarms(List<Unsaved.Alarm> alarms) throws SQLException {
    List<Notice> news = new ArrayList<>();
    for (Unsaved.Alarm alarm : alarms) {
      if (alarm.text() == null) {
        update("outbox/clear-alarm", alarm.bot().value(), alarm.occasion());
      } else {
        OwnerAlarms.note(connection, alarm.bot(), alarm.occasion(), alarm.text(), alarm.at())
            .ifPresent(news::add);
      }
    }
    return news;
  }

  private void update(String name, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named(name))) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
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
