package dev.kurir.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt where the network does not say: 1 s, doubled each time,
 * at most so long, give or take a quarter, so that many do not come back at once. Thread-safe.
 */
final class Backoff {
  private static final long FIRST_MS = 1_000;
  private static final int DOUBLINGS = 20;

  private final RandomGenerator random;
  private final long mostMs;

  Backoff(RandomGenerator random, Duration most) {
    this.random = random;
    this.mostMs = most.toMillis();
  }

  Duration after(int attempts) {
    long full = Math.min(mostMs, FIRST_MS << Math.min(DOUBLINGS, Math.max(0, attempts - 1)));
    return Duration.ofMillis(full * 3 / 4 + random.nextLong(full / 2 + 1));
  }
}
