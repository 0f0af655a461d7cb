package dev.kurir.messenger;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Does tasks one after the other, in their order, on borrowed threads. Thread-safe. */
final class Strand {
  private static final int MOST = 200;

  private final Executor workers;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  Strand(Executor workers) {
    this.workers = workers;
  }

  /** Whether a task would run at once: then the caller may as well do it. */
  synchronized boolean idle() {
    return !busy;
  }

  /**
   * Does it after those before.
   *
   * @throws RejectedExecutionException when too many wait
   */
  void execute(Runnable task) {
    synchronized (this) {
      if (busy) {
        if (waiting.size() >= MOST) {
          throw new RejectedExecutionException("too many wait");
        }
        waiting.add(task);
        return;
      }
      busy = true;
    }
    try {
      workers.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      next();
      throw e;
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      next();
    }
  }

  private void next() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      busy = next != null;
    }
    if (next != null) {
      Runnable task = next;
      try {
        workers.execute(() -> run(task));
      } catch (RejectedExecutionException e) {
        run(task); // nobody else would, and those behind it wait
      }
    }
  }
}
