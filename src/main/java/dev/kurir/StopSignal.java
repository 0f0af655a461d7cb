package dev.kurir;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for SIGTERM or Ctrl-C, and keeps the JVM until what runs is closed. A stop that was asked
 * for and went well is no failure: the process ends with 0, not with 128 and the signal's number.
 * Thread-safe.
 */
final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private volatile @Nullable AutoCloseable running;

  private StopSignal() {}

  /** Listens from now on; until something runs the process just ends, with its own code. */
  static StopSignal begin() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
    return signal;
  }

  /**
   * Returns when something else ends what runs. When a signal comes it is closed by the hook, and
   * this does not return.
   */
  void await(AutoCloseable runs, CompletableFuture<Void> otherEnd) throws InterruptedException {
    running = runs;
    CompletableFuture.anyOf(asked, otherEnd).join();
    if (asked.isDone()) {
      new CountDownLatch(1).await(); // the hook halts the process
    }
    running = null;
  }

  private void stop() {
    asked.complete(null);
    AutoCloseable runs = running;
    if (runs != null && closed(runs)) {
      Runtime.getRuntime().halt(0);
    }
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
