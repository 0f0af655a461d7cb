package dev.kurir.inbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A burst in which more arrives than can be stored at the same time. Acknowledging goes first then,
 * because senders repeat what is not acknowledged: storing waits until the burst is over, half a
 * second at most, and once until it has caught up. {@link #arrived} is thread-safe, the rest is for
 * the thread that stores.
 */
final class Rush {
  /** So many messages a second are a burst: two cores store and deliver no more for long. */
  private static final int LEAST_PER_SECOND = 10_000;

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

  private final LongAdder arrived = new LongAdder();
  private final LongSupplier nanos;
  private final LongConsumer pause;
  private long seen;
  private long seenAt;
  private boolean waited;

  Rush() {
    this(System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param pause waits for so many nanoseconds
   */
  Rush(LongSupplier nanos, LongConsumer pause) {
    this.nanos = nanos;
    this.pause = pause;
    this.seenAt = nanos.getAsLong();
  }

  /** So many messages have come. */
  void arrived(int messages) {
    arrived.add(messages);
  }

  /** Everything that has come is stored. */
  void caughtUp() {
    waited = false;
  }

  /** Waits as long as the burst goes before storing. */
  void letPass() {
    long begun = nanos.getAsLong();
    boolean goesOn = look(begun);
    if (waited) {
      return;
    }
    for (long now = begun; goesOn && now - begun < LONGEST; now = nanos.getAsLong()) {
      waited = true;
      pause.accept(LOOK);
      goesOn = look(nanos.getAsLong());
    }
  }

  /** Whether so much has come since the last look. */
  private boolean look(long now) {
    long since = now - seenAt;
    if (since < LOOK) {
      return false;
    }
    long all = arrived.sum();
    double perSecond = (all - seen) * 1e9 / since;
    seen = all;
    seenAt = now;
    return perSecond >= LEAST_PER_SECOND;
  }
}
