package dev.kurir.network.declared;

import dev.kurir.message.BotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who serves a bot now. Whoever comes while a route is being replaced waits for the next one a
 * while. Thread-safe.
 */
final class Turnstile<T> {
  private static final long PATIENCE_MS = 10_000;
  private final Map<BotId, T> serving = new HashMap<>();

  synchronized void put(BotId bot, T server) {
    serving.put(bot, server);
    notifyAll();
  }

  synchronized void remove(BotId bot, T server) {
    serving.remove(bot, server);
  }

  /** Waits until somebody serves the bot; empty when nobody does for ten seconds. */
  synchronized Optional<T> await(BotId bot) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!serving.containsKey(bot)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    return Optional.ofNullable(serving.get(bot));
  }
}
