package dev.kurir.network.telegram;

import dev.kurir.message.Outcome.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whom Telegram's 429 concerns, which it does not say: its limits are by chat, by group and by bot,
 * and {@code retry_after} belongs to the message that was refused (tdlib/td#1062; Bots FAQ, "My bot
 * is hitting limits"). So the first one holds back its chat only; one for another chat while the
 * first still waits means the bot. Thread-safe.
 */
final class FloodWaits {
  private static final int CHATS = 1_000;
  private final Clock clock;
  private final Map<String, Instant> waiting = new HashMap<>();

  FloodWaits(Clock clock) {
    this.clock = clock;
  }

  /** A send to the chat was refused for so long. */
  synchronized Scope refused(String chat, Duration wait) {
    Instant now = clock.instant();
    waiting.values().removeIf(until -> !until.isAfter(now));
    boolean others = waiting.size() > (waiting.containsKey(chat) ? 1 : 0);
    if (waiting.size() < CHATS) {
      waiting.put(chat, now.plus(wait));
    }
    return others ? Scope.BOT : Scope.CONVERSATION;
  }
}
