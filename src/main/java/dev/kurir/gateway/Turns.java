package dev.kurir.gateway;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some threads that do what concerns one address in its order, and different addresses side by
 * side. Thread-safe.
 */
final class Turns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
  private static final int THREADS = 6;
  private static final int MOST_NEWS = 200;
  private static final int PATIENCE_S = 5;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "xmpp-gateway");
            thread.setDaemon(true);
            return thread;
          });

  /** What waits, by address; an address is here while something of it is done. */
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

  /**
   * Does something that may block.
   *
   * @return completes with what the work returns, fails with what it throws
   */
  CompletionStage<?> take(String address, Supplier<CompletionStage<?>> work) {
    CompletableFuture<Object> done = new CompletableFuture<>();
    add(address, () -> follow(done, work), Integer.MAX_VALUE);
    return done;
  }

  private static void follow(CompletableFuture<Object> done, Supplier<CompletionStage<?>> work) {
    try {
      var unused =
          work.get()
              .whenComplete(
                  (result, failure) -> {
                    if (failure == null) {
                      done.complete(true);
                    } else {
                      done.completeExceptionally(failure);
                    }
                  });
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** Does what nobody misses when too much waits already. */
  void tell(String address, Runnable work) {
    Runnable careful =
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            LOG.debug("news not told: {}", e.toString());
          }
        };
    if (!add(address, careful, MOST_NEWS)) {
      LOG.debug("news not told: too much waits for one address");
    }
  }

  private boolean add(String address, Runnable task, int most) {
    synchronized (waiting) {
      Queue<Runnable> others = waiting.get(address);
      if (others != null) {
        return others.size() < most && others.add(task);
      }
      waiting.put(address, new ArrayDeque<>());
    }
    start(address, task);
    return true;
  }

  private void start(String address, Runnable task) {
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              next(address);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("stopping: nothing more is done");
    }
  }

  private void next(String address) {
    Runnable task;
    synchronized (waiting) {
      Queue<Runnable> others = waiting.get(address);
      task = others == null ? null : others.poll();
      if (task == null) {
        waiting.remove(address);
        return;
      }
    }
    start(address, task);
  }

  /** Ends when what is being done is done, or soon. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
        LOG.warn("the XMPP gateway stops before all is done");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
