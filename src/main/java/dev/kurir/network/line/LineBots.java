package dev.kurir.network.line;

import dev.kurir.message.BotId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The open bots, found by id and by webhook key. Thread-safe. */
final class LineBots {
  private final Map<BotId, LineBot> byId = new ConcurrentHashMap<>();
  private final Map<String, LineBot> byKey = new ConcurrentHashMap<>();

  /** Adds a bot, in place of the one that had its id. */
  synchronized void add(LineBot bot) {
    remove(bot.bot().id());
    byId.put(bot.bot().id(), bot);
    byKey.put(bot.bot().webhookKey(), bot);
  }

  synchronized void remove(BotId id) {
    LineBot bot = byId.remove(id);
    if (bot != null) {
      byKey.remove(bot.bot().webhookKey(), bot);
    }
  }

  Optional<LineBot> byId(BotId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<LineBot> byKey(String webhookKey) {
    return Optional.ofNullable(byKey.get(webhookKey));
  }

  /** Whether this very bot is still open: not closed, and not opened anew. */
  boolean has(LineBot bot) {
    return byId.get(bot.bot().id()) == bot;
  }
}
