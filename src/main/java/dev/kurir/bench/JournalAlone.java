package dev.kurir.bench;

import dev.kurir.journal.Journal;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** One run of a journal that has nothing else to do. */
final class JournalAlone {
  private static final long SEGMENT_BYTES = 64L << 20;

  private final Journal journal;
  private final List<String> texts;
  private final double[] took;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch open;
  private volatile @Nullable Throwable failed;

  private JournalAlone(Journal journal, List<String> texts) {
    this.journal = journal;
    this.texts = texts;
    this.took = new double[texts.size()];
    this.open = new CountDownLatch(texts.size());
  }

  /** Producers are threads, each with one append at a time: rate a second, p50 and p99 in ms. */
  static Map<String, Double> producers(Path directory, int producers, List<String> texts)
      throws IOException, InterruptedException {
    return run(
        directory,
        texts,
        producers,
        (alone, number) -> new Thread(alone::produce, "producer-" + number).start());
  }

  /** So many appends are under way, without threads: rate a second, p50 and p99 in ms. */
  static Map<String, Double> underWay(Path directory, int appends, List<String> texts)
      throws IOException, InterruptedException {
    return run(directory, texts, appends, (alone, number) -> alone.append());
  }

  private static Map<String, Double> run(
      Path directory, List<String> texts, int parallel, ObjIntConsumer<JournalAlone> begin)
      throws IOException, InterruptedException {
    try (Journal journal =
        Journal.open(
            directory.resolve("journal-" + System.nanoTime()), SEGMENT_BYTES, Clock.systemUTC())) {
      JournalAlone alone = new JournalAlone(journal, texts);
      long begun = System.nanoTime();
      for (int i = 0; i < parallel; i++) {
        begin.accept(alone, i);
      }
      alone.open.await();
      if (alone.failed != null) {
        throw new IOException("the journal refused an append", alone.failed);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      Arrays.sort(alone.took);
      return Map.of(
          "rate", texts.size() / seconds,
          "p50", Percentile.of(alone.took, 50),
          "p99", Percentile.of(alone.took, 99));
    }
  }

  private void produce() {
    for (CompletionStage<Void> one = appendNext(); one != null; one = appendNext()) {
      one.toCompletableFuture().join();
    }
  }

  private void append() {
    CompletionStage<Void> one = appendNext();
    if (one != null) {
      var unused = one.thenRun(this::append);
    }
  }

  /** Appends the next text; null: there is none. Its end is counted, however it is. */
  private @Nullable CompletionStage<Void> appendNext() {
    int number = next.getAndIncrement();
    if (number >= took.length) {
      return null;
    }
    long begun = System.nanoTime();
    return journal
        .append(List.of(arrival(number, texts.get(number))))
        .handle(
            (nothing, failure) -> {
              took[number] = (System.nanoTime() - begun) / 1e6;
              failed = failure == null ? failed : failure;
              open.countDown();
              return null;
            });
  }

  private static Arrival arrival(int number, String text) {
    Instant now = Instant.now();
    return new Arrival(
        new NetworkName("udp"),
        new BotId(1),
        new NetworkMessageId("bench#" + number),
        new Address("user1"),
        "user1",
        null,
        "text",
        text,
        null,
        now,
        now,
        Map.of());
  }
}
