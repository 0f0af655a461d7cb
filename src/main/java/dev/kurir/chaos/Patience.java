package dev.kurir.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, and for as long as a fault shall last. */
final class Patience {
  private static final long STEP_MS = 50;

  private Patience() {}

  /** Something that may hold later; what it throws means not yet. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Waits until it holds.
   *
   * @throws IOException when it does not within the time
   */
  static void until(Condition condition, String what, Duration limit) throws IOException {
    if (!holdsWithin(condition, limit)) {
      throw new IOException(what + ": not within " + limit.toSeconds() + " s");
    }
  }

  static boolean holdsWithin(Condition condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      pass(STEP_MS);
    }
    return true;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (Exception notYet) {
      return false;
    }
  }

  /** Lets the time pass. */
  static void pass(long milliseconds) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    for (long left = end - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
