package dev.kurir.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Time as a flush reads it: the clock for what is stored and shown, a ticker that nobody can set
 * for what is due, so that a clock that jumps neither holds nor hurries a message. Thread-safe.
 *
 * @param ticker nanoseconds since any moment, as {@link System#nanoTime}
 */
record Time(Clock clock, LongSupplier ticker) {
  /** The longest that a stored time may lie ahead: beyond it the clock was set meanwhile. */
  private static final Duration LONGEST = Duration.ofDays(1);

  Instant now() {
    return clock.instant();
  }

  long nanos() {
    return ticker.getAsLong();
  }

  /**
   * A moment that was stored, as it is to be read now: not farther ahead than it was when it was
   * stored, because the clock may have been set back since.
   */
  Instant stored(Instant at, Instant savedAt) {
    Instant latest = now().plus(Duration.between(savedAt, at));
    return at.isAfter(latest) ? latest : at;
  }

  /** The ticker's reading at a moment of the clock. */
  long nanos(Instant at) {
    Duration ahead = Duration.between(now(), at);
    return nanos()
        + (ahead.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, ahead.toNanos()));
  }
}
