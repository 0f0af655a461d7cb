package dev.kurir.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Telegram's pace: a message a second in a chat, 20 a minute in a group, 30 a second for a bot; who
 * is faster waits. Thread-safe. Source: Bots FAQ, "My bot is hitting limits".
 */
final class TelegramPace {
  private static final long SECOND_MS = 1_000;
  private static final long MINUTE_MS = 60_000;
  private static final int PER_BOT = 30;
  private static final int PER_GROUP = 20;
  private final Clock clock;
  private final Map<String, Deque<Long>> lastInGroup = new HashMap<>();
  private final Map<String, Long> lastInChat = new HashMap<>();
  private final Map<Long, Deque<Long>> lastOfBot = new HashMap<>();

  TelegramPace(Clock clock) {
    this.clock = clock;
  }

  /** How long the bot has to wait; zero: it may send, and this counts. */
  synchronized Duration take(long bot, long chat) {
    long now = clock.millis();
    Deque<Long> sent = lastOfBot.computeIfAbsent(bot, key -> new ArrayDeque<>());
    while (!sent.isEmpty() && sent.getFirst() <= now - SECOND_MS) {
      sent.removeFirst();
    }
    String key = bot + "/" + chat;
    boolean tooSoon = now - lastInChat.getOrDefault(key, now - SECOND_MS) < SECOND_MS;
    if (tooSoon || sent.size() >= PER_BOT) {
      return Duration.ofMillis(SECOND_MS);
    }
    if (chat < 0) {
      Deque<Long> group = lastInGroup.computeIfAbsent(key, each -> new ArrayDeque<>());
      while (!group.isEmpty() && group.getFirst() <= now - MINUTE_MS) {
        group.removeFirst();
      }
      if (group.size() >= PER_GROUP) {
        return Duration.ofMillis(group.getFirst() + MINUTE_MS - now);
      }
      group.addLast(now);
    }
    sent.addLast(now);
    lastInChat.put(key, now);
    return Duration.ZERO;
  }
}
