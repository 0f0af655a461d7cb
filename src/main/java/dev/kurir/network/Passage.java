package dev.kurir.network;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Who is inside of something that will end. Closing it turns away whoever comes later and waits for
 * those inside, so that nothing ends under anybody. Thread-safe.
 */
public final class Passage {
  private int inside;
  private boolean closed;

  /** Whether the caller is inside now, and has to {@link #leave}; false: it is closed. */
  public synchronized boolean enter() {
    if (!closed) {
      inside++;
    }
    return !closed;
  }

  /** Once for each successful {@link #enter}, on any thread. */
  public synchronized void leave() {
    inside--;
    notifyAll();
  }

  /**
   * Closes it.
   *
   * @return whether everybody left in time
   */
  public synchronized boolean close(Duration patience) throws InterruptedException {
    closed = true;
    long deadline = System.nanoTime() + patience.toNanos();
    for (long left = patience.toMillis(); inside > 0; ) {
      if (left <= 0) {
        return false;
      }
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
    return true;
  }
}
