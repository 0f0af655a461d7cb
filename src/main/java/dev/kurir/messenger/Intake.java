package dev.kurir.messenger;

import dev.kurir.message.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands over what users send, in its order: while one batch is being stored the next gathers. It
 * holds a bounded number of messages. Thread-safe.
 */
final class Intake {
  private static final int BATCH = 2_000;
  private static final int MOST = 20_000;

  private final Function<List<Arrival>, CompletionStage<Void>> acceptance;
  private final ExecutorService thread;
  private List<Entry> gathering = new ArrayList<>();
  private boolean underWay;
  private int held;

  private record Entry(List<Arrival> arrivals, Consumer<@Nullable Throwable> end) {}

  /**
   * @param acceptance completes when the arrivals are on disk
   * @param thread one, on which batches begin and their ends are told
   */
  Intake(Function<List<Arrival>, CompletionStage<Void>> acceptance, ExecutorService thread) {
    this.acceptance = acceptance;
    this.thread = thread;
  }

  /**
   * Takes arrivals that belong together.
   *
   * @param end told null when they are on disk, or why they are not
   * @return false when too much waits: nothing was taken
   */
  boolean take(List<Arrival> arrivals, Consumer<@Nullable Throwable> end) {
    boolean first;
    synchronized (this) {
      if (held >= MOST) {
        return false;
      }
      held += arrivals.size();
      gathering.add(new Entry(arrivals, end));
      first = !underWay;
      underWay = true;
    }
    if (first) {
      thread.execute(this::next);
    }
    return true;
  }

  private void next() {
    List<Entry> batch = batch();
    if (batch.isEmpty()) {
      return;
    }
    List<Arrival> arrivals = batch.stream().flatMap(entry -> entry.arrivals.stream()).toList();
    CompletionStage<Void> stored;
    try {
      stored = acceptance.apply(arrivals);
    } catch (RuntimeException e) {
      ended(batch, arrivals.size(), e);
      return;
    }
    var unused =
        stored.whenCompleteAsync(
            (nothing, failure) -> ended(batch, arrivals.size(), failure), thread);
  }

  private void ended(List<Entry> batch, int arrivals, @Nullable Throwable failure) {
    synchronized (this) {
      held -= arrivals;
    }
    try {
      batch.forEach(entry -> entry.end.accept(failure));
    } finally {
      thread.execute(this::next);
    }
  }

  private synchronized List<Entry> batch() {
    int arrivals = 0;
    int entries = 0;
    while (entries < gathering.size() && arrivals < BATCH) {
      arrivals += gathering.get(entries++).arrivals.size();
    }
    List<Entry> batch = gathering.subList(0, entries);
    gathering = new ArrayList<>(gathering.subList(entries, gathering.size()));
    underWay = !batch.isEmpty();
    return batch;
  }
}
