package dev.kurir.network.telegram;

import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The opened bots, and the one inbound route that they receive for while it runs. Bots and the
 * route may come and go in any order. Thread-safe.
 */
final class TelegramSessions {
  private final Map<BotId, TelegramSession> byBot = new ConcurrentHashMap<>();
  private final Map<String, TelegramSession> byKey = new ConcurrentHashMap<>();
  private @Nullable Function<TelegramSession, Reception> route;

  /**
   * Adds a bot, in place of itself if it was open.
   *
   * @return the network's first answer; null while no route receives
   */
  synchronized @Nullable CompletableFuture<TelegramAnswer> open(TelegramSession session) {
    close(session.bot().id());
    byBot.put(session.bot().id(), session);
    byKey.put(session.bot().webhookKey(), session);
    return route == null ? null : session.receive(route);
  }

  /** Removes a bot; no harm where it is not open. */
  synchronized void close(BotId bot) {
    TelegramSession session = byBot.remove(bot);
    if (session != null) {
      byKey.remove(session.bot().webhookKey(), session);
      session.pause();
    }
  }

  /** A route begins to receive for all bots. */
  synchronized void attach(Function<TelegramSession, Reception> how) {
    if (route != null) {
      throw new InvalidFieldException(
          "telegram:bots", "a second consumer", "one inbound route, which serves all bots");
    }
    route = how;
    for (TelegramSession session : byBot.values()) {
      var unused = session.receive(how);
    }
  }

  /** The route ends; no harm where it never began. */
  synchronized void detach(Function<TelegramSession, Reception> how) {
    if (route == how) {
      route = null;
      byBot.values().forEach(TelegramSession::pause);
    }
  }

  @Nullable TelegramSession find(BotId bot) {
    return byBot.get(bot);
  }

  @Nullable TelegramSession find(String webhookKey) {
    return byKey.get(webhookKey);
  }
}
