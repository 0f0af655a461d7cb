package dev.kurir.inbox;

import dev.kurir.database.Sql;
import dev.kurir.journal.Entry;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose bot a message came to, and whether it is a transaction. Read for each batch, because an
 * owner gets a new pairing code when their master bot is removed. Immutable.
 */
final class BotOwners {
  private final Map<Integer, BotOwner> byBot;

  private BotOwners(Map<Integer, BotOwner> byBot) {
    this.byBot = byBot;
  }

  /**
   * A bot's owner.
   *
   * @param master whether the owner may pair and command here
   */
  record BotOwner(OwnerId owner, boolean master, String pairingCode) {
    /** Pairing codes and chat commands are no transactions. */
    boolean isControl(Arrival arrival) {
      String text = arrival.text().strip();
      return master && (text.startsWith("/") || text.equalsIgnoreCase(pairingCode));
    }
  }

  /** The owners of the bots that the entries came to. */
  static BotOwners of(Collection<Entry> entries, Connection connection) throws SQLException {
    Object[] bots =
        entries.stream().map(entry -> entry.arrival().bot().value()).distinct().toArray();
    Map<Integer, BotOwner> byBot = new HashMap<>();
    try (var statement = connection.prepareStatement(Sql.named("inbox/bots"))) {
      statement.setArray(1, connection.createArrayOf("int4", bots));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          byBot.put(
              rows.getInt("id"),
              new BotOwner(
                  new OwnerId(rows.getInt("owner_id")),
                  "master".equals(rows.getString("role")),
                  rows.getString("pairing_code")));
        }
      }
    }
    return new BotOwners(byBot);
  }

  /** The bot's owner, also of a removed bot; null when the database never had it. */
  @Nullable BotOwner of(BotId bot) {
    return byBot.get(bot.value());
  }
}
