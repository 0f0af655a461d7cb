package dev.kurir.network.declared;

import dev.kurir.message.BotId;
import dev.kurir.network.Passage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who serves a bot now. Whoever comes while a route is being replaced waits for the next one a
 * while; a route that leaves waits for those whom it serves. Thread-safe.
 */
final class Turnstile<T> {
  private static final long PATIENCE_MS = 10_000;
  private static final Duration TO_LEAVE = Duration.ofSeconds(45);
  private final Map<BotId, Serving<T>> serving = new HashMap<>();

  private record Serving<T>(T server, Passage passage) {}

  /** What is wanted of whoever serves the bot. */
  @FunctionalInterface
  interface Wish<T, R> {
    R of(T server) throws Exception;
  }

  synchronized void put(BotId bot, T server) {
    serving.put(bot, new Serving<>(server, new Passage()));
    notifyAll();
  }

  /** It no longer serves; on return it has finished what it was asked. */
  void remove(BotId bot, T server) throws InterruptedException {
    Serving<T> leaving;
    synchronized (this) {
      leaving = serving.get(bot);
      if (leaving == null || leaving.server() != server) {
        return;
      }
      serving.remove(bot);
    }
    leaving.passage().close(TO_LEAVE);
  }

  /** What comes of a wish; empty when nobody serves the bot for ten seconds. */
  <R> Optional<R> pass(BotId bot, Wish<T, R> wish) throws Exception {
    Serving<T> now = await(bot);
    if (now == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(wish.of(now.server()));
    } finally {
      now.passage().leave();
    }
  }

  /** Entered already, under the lock under which it would be removed. */
  private synchronized @Nullable Serving<T> await(BotId bot) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (true) {
      Serving<T> now = serving.get(bot);
      if (now != null && now.passage().enter()) {
        return now;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
  }
}
