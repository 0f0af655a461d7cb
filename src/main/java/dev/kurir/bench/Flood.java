package dev.kurir.bench;

import dev.kurir.message.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Partners who write as fast as they are acknowledged: lists of one to four messages, as webhooks
 * bring them, from several threads, a bounded number of lists without acknowledgement.
 */
final class Flood {
  private static final int THREADS = 4;
  private static final int LONGEST_LIST = 4;

  private final SinkNetwork sink;
  private final Population population;
  private final String run;
  private final int messages;
  private final Semaphore unacknowledged;
  private final int bound;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param run tells runs apart
   * @param bound how many lists may be without acknowledgement
   */
  Flood(SinkNetwork sink, Population population, String run, int messages, int bound) {
    this.sink = sink;
    this.population = population;
    this.run = run;
    this.messages = messages;
    this.bound = bound;
    this.unacknowledged = new Semaphore(bound);
  }

  /** Sends all messages; returns when the last one is acknowledged. */
  void send() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> produce(random), "flood-" + i);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    unacknowledged.acquire(bound);
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a message was not acknowledged: " + failed, failed);
    }
  }

  private void produce(Random random) {
    try {
      while (failure.get() == null) {
        int size = 1 + random.nextInt(LONGEST_LIST);
        int from = next.getAndAdd(size);
        List<Arrival> arrivals = new ArrayList<>(size);
        for (int number = from; number < Math.min(from + size, messages); number++) {
          arrivals.add(population.arrival(random.nextInt(population.size()), run, number));
        }
        if (arrivals.isEmpty()) {
          return;
        }
        unacknowledged.acquire();
        sink.deliver(arrivals)
            .whenComplete(
                (done, failed) -> {
                  unacknowledged.release();
                  if (failed != null) {
                    failure.compareAndSet(null, failed);
                  }
                });
      }
    } catch (InterruptedException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }
}
