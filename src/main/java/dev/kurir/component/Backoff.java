package dev.kurir.component;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between attempts: doubled from the first up to the longest, of which a random half is
 * left out, so that many that lost the same server don't come back at once. Not thread-safe.
 */
final class Backoff {
  private final ComponentSettings.Pace pace;
  private int failures;

  Backoff(ComponentSettings.Pace pace) {
    this.pace = pace;
  }

  /** The next pause in milliseconds. */
  long next() {
    long whole = pace.firstPause().toMillis() << Math.min(failures++, 20);
    return part(Math.min(whole, pace.longestPause().toMillis()));
  }

  /** The pause after a refusal, in milliseconds. */
  long slow() {
    return part(pace.longestPause().toMillis());
  }

  /** It worked: the next pause is the first again. */
  void reset() {
    failures = 0;
  }

  private static long part(long whole) {
    return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
  }
}
