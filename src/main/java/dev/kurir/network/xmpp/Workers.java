package dev.kurir.network.xmpp;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all XMPP connections beside Smack's two of each: one that only watches the clock,
 * and some that may block. Thread-safe; daemon threads that end when idle.
 */
final class Workers {
  private static final int BLOCKING = 16;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor blocking;

  Workers() {
    AtomicInteger number = new AtomicInteger();
    timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "xmpp-timer"));
    timer.setRemoveOnCancelPolicy(true);
    blocking =
        new ThreadPoolExecutor(
            BLOCKING,
            BLOCKING,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "xmpp-" + number.incrementAndGet()));
    blocking.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Threads that may block. */
  ExecutorService blocking() {
    return blocking;
  }

  /** Runs a task after a while on a thread that may block; cancelling works until it starts. */
  Future<?> later(Duration delay, Runnable task) {
    return timer.schedule(() -> blocking.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
