package dev.kurir.inbox;

import dev.kurir.database.Sql;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose bot a message came to, and whether it is a transaction. Reads all bots again when it meets
 * one that it does not know. One thread.
 */
final class BotOwners {
  private final Map<Integer, BotOwner> byBot = new HashMap<>();

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

  /** The bot's owner, also of a removed bot; null when the database never had it. */
  @Nullable BotOwner of(BotId bot, Connection connection) throws SQLException {
    BotOwner known = byBot.get(bot.value());
    if (known == null) {
      load(connection);
      known = byBot.get(bot.value());
    }
    return known;
  }

  private void load(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("inbox/bots"));
        var rows = statement.executeQuery()) {
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
}
