package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The plain pipelines that rates are compared with: with batches and two threads a step it is the
 * ceiling that goals refer to, with single rows the naive pipeline. Not thread-safe.
 */
final class PlainPipeline {
  private static final int BATCH = 500;
  private static final int THREADS_A_STEP = 2;
  private static final int CLIENTS = 4;

  private final DatabaseAddress address;

  PlainPipeline(DatabaseAddress address) {
    this.address = address;
  }

  private interface Step {
    int run(PlainSteps steps) throws SQLException;
  }

  /** Six threads, batches of 500; returns the seconds from the first insert to the last mark. */
  double batched(int messages) throws Exception {
    empty();
    AtomicInteger toInsert = new AtomicInteger(messages);
    AtomicInteger toMap = new AtomicInteger(messages);
    AtomicInteger toDeliver = new AtomicInteger(messages);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS_A_STEP; i++) {
      threads.add(() -> insertAll(toInsert));
      threads.add(() -> repeat(toMap, steps -> steps.map(BATCH)));
      threads.add(() -> repeat(toDeliver, steps -> steps.deliver(BATCH, (id, number) -> {})));
    }
    return timed(threads);
  }

  /** Four clients, each step of each message a transaction. */
  double naive(int messages) throws Exception {
    empty();
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int share = messages / CLIENTS + (i < messages % CLIENTS ? 1 : 0);
      threads.add(
          () -> {
            try (PlainSteps steps = new PlainSteps(address)) {
              for (int sent = 0; sent < share; sent++) {
                steps.insert(sent, 1);
                one(() -> steps.map(1));
                one(() -> steps.deliver(1, (id, number) -> {}));
              }
            }
            return null;
          });
    }
    return timed(threads);
  }

  /** Another client may have been faster with the row that this one saw. */
  private static void one(Callable<Integer> step) throws Exception {
    for (int done = step.call(); done == 0; done = step.call()) {
      Thread.onSpinWait();
    }
  }

  private static double timed(List<Callable<Void>> threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    long begun = System.nanoTime();
    try {
      for (Future<Void> thread : pool.invokeAll(threads)) {
        thread.get();
      }
      return (System.nanoTime() - begun) / 1e9;
    } finally {
      pool.shutdownNow();
    }
  }

  private void empty() throws SQLException {
    try (PlainSteps steps = new PlainSteps(address)) {
      steps.empty();
    }
  }

  private Void insertAll(AtomicInteger left) throws SQLException {
    try (PlainSteps steps = new PlainSteps(address)) {
      for (int from = left.getAndAdd(-BATCH); from > 0; from = left.getAndAdd(-BATCH)) {
        steps.insert(Math.max(0, from - BATCH), Math.min(from, BATCH));
      }
    }
    return null;
  }

  /** Until nothing is left, by whichever thread. */
  private Void repeat(AtomicInteger left, Step step) throws SQLException, InterruptedException {
    try (PlainSteps steps = new PlainSteps(address)) {
      while (left.get() > 0) {
        int done = step.run(steps);
        left.addAndGet(-done);
        if (done == 0) {
          TimeUnit.MICROSECONDS.sleep(500);
        }
      }
    }
    return null;
  }
}
