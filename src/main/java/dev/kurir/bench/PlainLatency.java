package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The plain pipeline at a fixed rate: a thread a step, each woken by a signal within the process
 * when the one before has committed, and taking whatever waits. Not thread-safe.
 */
final class PlainLatency {
  private static final int BATCH = 500;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final DatabaseAddress address;

  PlainLatency(DatabaseAddress address) {
    this.address = address;
  }

  private interface Step {
    int run() throws SQLException;
  }

  /** Milliseconds from when a message was due to its committed mark, the first second left out. */
  Map<String, Double> measure(int perSecond, int seconds) throws Exception {
    int messages = perSecond * seconds;
    Semaphore arrived = new Semaphore(0);
    Semaphore inserted = new Semaphore(0);
    Semaphore mapped = new Semaphore(0);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (PlainSteps first = new PlainSteps(address);
        PlainSteps second = new PlainSteps(address);
        PlainSteps third = new PlainSteps(address)) {
      first.empty();
      try (CommitProbe probe = new CommitProbe(address, "bench/ceiling-delivered", messages)) {
        AtomicInteger next = new AtomicInteger();
        List<Future<Void>> steps =
            List.of(
                threads.submit(
                    woken(messages, arrived, inserted, () -> insert(first, next, arrived))),
                threads.submit(woken(messages, inserted, mapped, () -> second.map(BATCH))),
                threads.submit(
                    woken(
                        messages,
                        mapped,
                        new Semaphore(0),
                        () -> third.deliver(BATCH, (id, number) -> probe.expect(number, id)))));
        Pacer.run(
            messages,
            perSecond,
            (number, due) -> {
              probe.due(number, due);
              arrived.release();
            });
        for (Future<Void> step : steps) {
          step.get();
        }
        return probe.percentiles(perSecond, LIMIT);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Everything that has arrived so far, one of which woke the step. */
  private static int insert(PlainSteps steps, AtomicInteger next, Semaphore arrived)
      throws SQLException {
    int count = 1 + arrived.drainPermits();
    steps.insert(next.getAndAdd(count), count);
    return count;
  }

  private static Callable<Void> woken(
      int messages, Semaphore signal, Semaphore following, Step step) {
    return () -> {
      for (int done = 0; done < messages; ) {
        signal.acquire();
        int now = step.run();
        done += now;
        if (now > 0) {
          following.release();
        }
        if (now == BATCH) {
          signal.release(); // there may be more
        }
      }
      return null;
    };
  }
}
