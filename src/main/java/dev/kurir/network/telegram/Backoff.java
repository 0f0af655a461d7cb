package dev.kurir.network.telegram;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The waits between failed attempts: 1 s, doubled up to 60 s, of which a random half is left out so
 * that bots do not come back all at once; never shorter than what the network asked for.
 * Thread-safe.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 1_000;
  private static final int DOUBLINGS = 6;
  private static final long LONGEST_MILLIS = 60_000;
  private static final Duration FIRST_RARE = Duration.ofMinutes(1);
  private static final Duration LONGEST_RARE = Duration.ofMinutes(30);
  private final Pause pause;
  private int failures;
  private Duration rare = FIRST_RARE;

  Backoff(Pause pause) {
    this.pause = pause;
  }

  /** How time passes; a test may let it pass at once. */
  @FunctionalInterface
  interface Pause {
    /** Runs something later, on a thread that may block. */
    void after(Duration wait, Runnable then);

    /** Real time. */
    static Pause on(Executor executor) {
      return (wait, then) ->
          CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, executor)
              .execute(then);
    }
  }

  /** Tries again later. */
  void again(@Nullable Duration atLeast, Runnable then) {
    long half = halfOfNext();
    long wait = half + ThreadLocalRandom.current().nextLong(half + 1);
    long asked = atLeast == null ? 0 : atLeast.toMillis() + wait % FIRST_MILLIS;
    pause.after(Duration.ofMillis(Math.max(wait, asked)), then);
  }

  /** Tries again much later, where only a person can mend it: in a minute, doubled up to 30. */
  void rarely(Runnable then) {
    Duration wait;
    synchronized (this) {
      wait = rare;
      Duration next = rare.multipliedBy(2);
      rare = next.compareTo(LONGEST_RARE) > 0 ? LONGEST_RARE : next;
    }
    pause.after(wait, then);
  }

  private synchronized long halfOfNext() {
    long next = Math.min(FIRST_MILLIS << Math.min(failures, DOUBLINGS), LONGEST_MILLIS);
    failures++;
    return next / 2;
  }

  /** It worked: the next wait is short again. */
  synchronized void reset() {
    failures = 0;
    rare = FIRST_RARE;
  }
}
