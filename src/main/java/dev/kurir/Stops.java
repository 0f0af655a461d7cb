package dev.kurir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the reverse order. For one thread at a time. */
final class Stops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stops.class);
  private final Deque<Stop> stops = new ArrayDeque<>();

  /** Ends one thing. */
  @FunctionalInterface
  interface Stop {
    void stop() throws Exception;
  }

  /** Something is started; it will be stopped before what was started earlier. */
  void push(Stop stop) {
    stops.push(stop);
  }

  /** For what is done now and then, on one thread; started with this. */
  ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    push(timer::shutdownNow);
    return timer;
  }

  /** Stops everything; what fails is logged and does not hinder the rest. */
  @Override
  public void close() {
    while (!stops.isEmpty()) {
      try {
        stops.pop().stop();
      } catch (Exception e) {
        LOG.warn("while stopping: {}", e.toString());
      }
    }
  }
}
