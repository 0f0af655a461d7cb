package dev.kurir;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for conditions, long enough for a loaded machine. */
final class TestWait {
  private TestWait() {}

  static void until(Callable<Boolean> condition, String what) {
    until(condition, what, Duration.ofSeconds(60));
  }

  static void until(Callable<Boolean> condition, String what, Duration atMost) {
    Awaitility.await(what)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(25))
        .ignoreExceptions()
        .until(condition);
  }
}
