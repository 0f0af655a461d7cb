package dev.kurir.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a fixed rate, whatever becomes of what was sent: a message that could not be sent in
 * time keeps the time at which it should have been, so that a stall is counted for all who waited.
 */
final class Pacer {
  private Pacer() {}

  /** Sends one message. */
  @FunctionalInterface
  interface Send {
    /**
     * Sends it.
     *
     * @param due in {@link System#nanoTime}
     */
    void send(int number, long due) throws InterruptedException;
  }

  /** Sends messages 0 to count - 1. */
  static void run(int count, int perSecond, Send send) throws InterruptedException {
    long begun = System.nanoTime();
    for (int number = 0; number < count; number++) {
      long due = begun + number * 1_000_000_000L / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      send.send(number, due);
    }
  }
}
