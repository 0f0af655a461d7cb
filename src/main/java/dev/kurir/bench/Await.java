package dev.kurir.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for conditions by looking again and again; a failed wait says what did not come. */
final class Await {
  private Await() {}

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Looks until it holds.
   *
   * @throws IllegalStateException when it does not within the limit, with the description
   */
  static void until(Condition condition, Duration every, Duration limit, Supplier<String> what)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("after " + limit.toSeconds() + " s: " + what.get());
      }
      TimeUnit.NANOSECONDS.sleep(every.toNanos());
    }
  }
}
