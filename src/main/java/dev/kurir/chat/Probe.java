package dev.kurir.chat;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices within a given time that a server says nothing any more. It asks {@code /@live?} twice in
 * that time, and each time twice more where nothing is heard: whenever the server falls silent, one
 * whole round finds it so before the time is over. For the loop's thread.
 */
final class Probe {
  private static final int ROUNDS = 2;
  private static final int ASKED = 3;

  private final ScheduledExecutorService loop;
  private final long stepNanos;
  private final Runnable ask;
  private final Runnable silent;
  private boolean heard;
  private long run;

  /**
   * @param ask asks the server
   * @param silent told once when it does not answer; then the probe has stopped
   */
  Probe(ScheduledExecutorService loop, Duration within, Runnable ask, Runnable silent) {
    this.loop = loop;
    this.stepNanos = within.toNanos() / (ROUNDS * ASKED);
    this.ask = ask;
    this.silent = silent;
  }

  void start() {
    run++;
    step(run, 0);
  }

  void stop() {
    run++;
  }

  /** The server said something. */
  void heard() {
    heard = true;
  }

  private void step(long mine, int asked) {
    if (mine != run) {
      return;
    }
    int next = asked + 1;
    if (asked == ASKED && !heard) {
      run++;
      silent.run();
      return;
    }
    if (asked % ASKED == 0) {
      heard = false;
      next = 1;
      ask.run();
    } else if (!heard) {
      ask.run();
    }
    int following = next;
    var unused = loop.schedule(() -> step(mine, following), stepNanos, TimeUnit.NANOSECONDS);
  }
}
