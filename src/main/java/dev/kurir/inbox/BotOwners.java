package dev.kurir.inbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.journal.Entry;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whose bot a message came to, and whether it is a transaction. Whose a bot is never changes; an
 * owner's pairing code does, so it is read whenever a message might be one. One thread.
 */
final class BotOwners {
  private static final int BOUND = 100_000;
  private static final int LONGEST_CODE = 32; // of what an owner's pairing code may ever be

  private final Cache<BotId, BotOwner> known = Caffeine.newBuilder().maximumSize(BOUND).build();

  /**
   * A bot's owner.
   *
   * @param since when it was registered
   * @param master whether the owner may pair and command here
   * @param pairingCode as it was when this was read
   */
  record BotOwner(OwnerId owner, Instant since, boolean master, String pairingCode) {
    /** Pairing codes and chat commands are no transactions. */
    boolean isControl(Arrival arrival) {
      String text = arrival.text().strip();
      return master && (text.startsWith("/") || text.equalsIgnoreCase(pairingCode));
    }

    boolean mayPair(Arrival arrival) {
      String text = arrival.text().strip();
      return master && text.length() <= LONGEST_CODE && text.indexOf(' ') < 0;
    }
  }

  /**
   * The owners of the bots that the entries came to, also of removed bots; without those that the
   * database never had.
   */
  Map<BotId, BotOwner> of(Collection<Entry> entries, Connection connection) throws SQLException {
    Set<BotId> wanted = new HashSet<>();
    Map<BotId, BotOwner> owners = new HashMap<>();
    for (Entry entry : entries) {
      BotId bot = entry.arrival().bot();
      BotOwner owner = known.getIfPresent(bot);
      if (owner == null || owner.mayPair(entry.arrival())) {
        wanted.add(bot);
      } else {
        owners.put(bot, owner);
      }
    }
    if (!wanted.isEmpty()) {
      owners.putAll(read(wanted, connection));
    }
    return owners;
  }

  private Map<BotId, BotOwner> read(Collection<BotId> bots, Connection connection)
      throws SQLException {
    Map<BotId, BotOwner> owners = new HashMap<>();
    try (var statement = connection.prepareStatement(Sql.named("inbox/bots"))) {
      statement.setArray(1, Columns.of(connection, "int4", bots, BotId::value));
      statement.setArray(2, Columns.of(connection, "int4", bots, BotId::value));
      statement.setArray(3, Columns.of(connection, "int4", bots, BotId::value));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          owners.put(
              new BotId(rows.getInt("id")),
              new BotOwner(
                  new OwnerId(rows.getInt("owner_id")),
                  rows.getTimestamp("since").toInstant(),
                  "master".equals(rows.getString("role")),
                  rows.getString("pairing_code")));
        }
      }
    }
    known.putAll(owners);
    return owners;
  }
}
