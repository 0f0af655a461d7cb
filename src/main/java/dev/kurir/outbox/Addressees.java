package dev.kurir.outbox;

import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where conversations go; what was read counts for some seconds. One thread. */
final class Addressees {
  private static final long FRESH = Duration.ofSeconds(5).toNanos();
  private static final int REMEMBERED = 100_000;
  private static final Addressee UNKNOWN = new Addressee(null, null, true, "somebody");

  private final Map<ConversationId, Known> known = new HashMap<>();
  private final Map<ConversationId, Moved> moved = new HashMap<>();

  /** What was read, and when by the ticker. */
  private record Known(Addressee addressee, long at) {}

  /** Where to, for the bot that was told so. */
  private record Moved(BotId bot, Address to) {}

  /** Where the conversation goes; null when it must be read anew. */
  @Nullable Addressee of(ConversationId conversation, long now) {
    Known read = known.get(conversation);
    if (read == null || now - read.at > FRESH) {
      return null;
    }
    Moved move = moved.get(conversation);
    return move == null || !move.bot.equals(read.addressee.bot())
        ? read.addressee
        : new Addressee(move.bot, move.to, read.addressee.removed(), read.addressee.name());
  }

  /** Reads those that are not known, all in one statement. */
  void read(Collection<Conversation> conversations, Connection connection, long now)
      throws SQLException {
    var unknown = conversations.stream().map(c -> c.id).filter(id -> of(id, now) == null).toList();
    if (unknown.isEmpty()) {
      return;
    }
    if (known.size() > REMEMBERED) {
      known.values().removeIf(read -> now - read.at > FRESH);
    }
    unknown.forEach(id -> known.put(id, new Known(UNKNOWN, now)));
    try (var query = connection.prepareStatement(Sql.named("outbox/addressees"))) {
      query.setArray(
          1,
          Columns.of(
              connection,
              "int8",
              unknown.stream().filter(id -> !id.isMaster()).toList(),
              ConversationId::value));
      Array owners =
          Columns.of(
              connection,
              "int8",
              unknown.stream().filter(ConversationId::isMaster).toList(),
              id -> -id.value());
      query.setArray(2, owners);
      query.setArray(3, owners);
      query.setArray(4, owners);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          known.put(
              new ConversationId(row.getLong("conversation")), new Known(addressee(row), now));
        }
      }
    } catch (SQLException e) {
      unknown.forEach(known::remove);
      throw e;
    }
  }

  private static Addressee addressee(ResultSet row) throws SQLException {
    int bot = row.getInt("bot_id");
    String address = row.getString("address");
    return new Addressee(
        bot == 0 ? null : new BotId(bot),
        address == null ? null : new Address(address),
        row.getBoolean("removed"),
        row.getString("name"));
  }

  /** Something about it has changed. */
  void forget(ConversationId conversation) {
    known.remove(conversation);
    moved.remove(conversation);
  }

  /**
   * The network names another address. It is kept here too, because the row can't take one that is
   * another contact's already.
   */
  void moved(ConversationId conversation, BotId bot, Address to) {
    moved.put(conversation, new Moved(bot, to));
  }
}
