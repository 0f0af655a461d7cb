package dev.kurir.outbox;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What owners are told about their bots, each occasion once: the note that it was told and the
 * message are one transaction. Thread-safe.
 */
public final class OwnerAlarms {
  private final DataSource active;
  private final OutboxWriter writer;
  private final NetworkName usualMaster;
  private final Clock clock;
  private final Consumer<OutboxWriter.Appended> appended;

  /**
   * @param usualMaster where owners read who have not paired yet
   * @param appended told of each message, after the commit
   */
  public OwnerAlarms(
      DataSource active,
      OutboxWriter writer,
      NetworkName usualMaster,
      Clock clock,
      Consumer<OutboxWriter.Appended> appended) {
    this.active = active;
    this.writer = writer;
    this.usualMaster = usualMaster;
    this.clock = clock;
    this.appended = appended;
  }

  /** Tells the bot's owner, unless they were told of this occasion before. */
  public void raise(BotId bot, String occasion, String text) throws SQLException {
    writer.prepare();
    Transaction.in(active, connection -> tell(connection, bot, occasion, text)).forEach(appended);
  }

  private List<OutboxWriter.Appended> tell(
      Connection connection, BotId bot, String occasion, String text) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("outbox/raise-alarm"))) {
      statement.setString(1, occasion);
      statement.setString(2, clock.instant().toString());
      statement.setInt(3, bot.value());
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return List.of();
        }
        OwnerId owner = new OwnerId(row.getInt("owner_id"));
        String master = row.getString("master_network");
        return writer.append(
            connection,
            List.of(
                new Draft(
                    master == null ? usualMaster : new NetworkName(master),
                    true,
                    owner,
                    ConversationId.masterOf(owner),
                    null,
                    null,
                    null,
                    text)));
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
