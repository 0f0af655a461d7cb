package dev.kurir.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Sql;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks up where conversations go; what was read stays for some seconds. Thread-safe. */
final class Addressees {
  private final Cache<ConversationId, Addressee> known =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(Duration.ofSeconds(5)).build();
  private final Map<ConversationId, Moved> moved = new ConcurrentHashMap<>();

  /** Where to, for the bot that was told so. */
  private record Moved(BotId bot, Address to) {}

  Addressee of(ConversationId conversation, Connection connection) throws SQLException {
    Addressee addressee = known.getIfPresent(conversation);
    if (addressee == null) {
      addressee = read(conversation, connection);
      known.put(conversation, addressee);
    }
    Moved move = moved.get(conversation);
    return move == null || !move.bot.equals(addressee.bot())
        ? addressee
        : new Addressee(move.bot, move.to, addressee.removed(), addressee.name());
  }

  /** Something about it has changed. */
  void forget(ConversationId conversation) {
    known.invalidate(conversation);
    moved.remove(conversation);
  }

  /**
   * The network names another address. It is kept here too, because the row can't take one that is
   * another contact's already.
   */
  void moved(ConversationId conversation, BotId bot, Address to) {
    moved.put(conversation, new Moved(bot, to));
  }

  private static Addressee read(ConversationId conversation, Connection connection)
      throws SQLException {
    String statement = conversation.isMaster() ? "outbox/master" : "outbox/contact";
    try (var query = connection.prepareStatement(Sql.named(statement))) {
      query.setLong(1, Math.abs(conversation.value()));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return new Addressee(null, null, true, conversation.toString());
        }
        int bot = row.getInt("bot_id");
        String address = row.getString("address");
        return new Addressee(
            bot == 0 ? null : new BotId(bot),
            address == null ? null : new Address(address),
            row.getBoolean("removed"),
            row.getString("name"));
      }
    }
  }
}
