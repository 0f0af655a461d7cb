package dev.kurir;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for SIGTERM or Ctrl-C, and keeps the JVM until what runs is closed. A stop that was asked
 * for and went well is no failure: the process ends with 0, not with 128 and the signal's number.
 */
final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private StopSignal() {}

  /** Returns when the process shall end; the hook closes the resource before the JVM halts. */
  static void await(AutoCloseable running) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  if (closed(running)) {
                    Runtime.getRuntime().halt(0);
                  }
                },
                "stop"));
    asked.await();
  }

  private static boolean closed(AutoCloseable running) {
    try {
      running.close();
      return true;
    } catch (Exception e) {
      LOG.warn("while stopping: {}", e.toString());
      return false;
    }
  }
}
