package dev.kurir.outbox;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.BotId;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What owners are told about their bots, each occasion once: the note that it was told and the
 * message are one transaction. Thread-safe.
 */
public final class OwnerAlarms {
  private final DataSource active;
  private final OutboxWriter writer;
  private final Notices notices;
  private final java.time.Clock clock;
  private final Consumer<OutboxWriter.Appended> appended;

  OwnerAlarms(
      DataSource active,
      OutboxWriter writer,
      Notices notices,
      java.time.Clock clock,
      Consumer<OutboxWriter.Appended> appended) {
    this.active = active;
    this.writer = writer;
    this.notices = notices;
    this.clock = clock;
    this.appended = appended;
  }

  /** Tells the bot's owner, unless they were told of this occasion before. */
  public void raise(BotId bot, String occasion, String text) throws SQLException {
    writer.prepare();
    Collection<OutboxWriter.Appended> told =
        Transaction.in(
            active,
            connection -> {
              List<Notice> notice =
                  note(connection, bot, occasion, text, clock.instant()).stream().toList();
              return writer.append(connection, notices.drafts(connection, notice));
            });
    told.forEach(appended);
  }

  /** Notes that the occasion is told; empty when it was before. */
  static Optional<Notice> note(
      Connection connection, BotId bot, String occasion, String text, Instant at)
      throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("outbox/raise-alarm"))) {
      statement.setString(1, occasion);
      statement.setString(2, at.toString());
      statement.setInt(3, bot.value());
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Notice(new OwnerId(row.getInt("owner_id")), text))
            : Optional.empty();
      }
    }
  }

  /** The occasion is over: it is told again when it comes again. */
  public void clear(BotId bot, String occasion) throws SQLException {
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("outbox/clear-alarm"))) {
      statement.setInt(1, bot.value());
      statement.setString(2, occasion);
      statement.executeUpdate();
    }
  }
}
