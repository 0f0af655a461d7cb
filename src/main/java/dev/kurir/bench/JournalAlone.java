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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** What a journal does that has nothing else to do: {@code rate} a second, p50 and p99 in ms. */
final class JournalAlone {
  private static final long SEGMENT_BYTES = 64L << 20;

  private JournalAlone() {}

  /** A journal whose producers are threads, each with one append at a time. */
  static Map<String, Double> producers(Path directory, int producers, List<String> texts)
      throws IOException, InterruptedException {
    double[] took = new double[texts.size()];
    AtomicInteger next = new AtomicInteger();
    return journal(
        directory,
        took,
        (journal, open) -> {
          for (int i = 0; i < producers; i++) {
            new Thread(() -> produce(journal, next, texts, took, open), "producer-" + i).start();
          }
        });
  }

  private static void produce(
      Journal journal, AtomicInteger next, List<String> texts, double[] took, CountDownLatch open) {
    for (int number = next.getAndIncrement();
        number < took.length;
        number = next.getAndIncrement()) {
      long begun = System.nanoTime();
      journal
          .append(List.of(arrival(number, texts.get(number))))
          .exceptionally(failure -> null)
          .toCompletableFuture()
          .join();
      took[number] = (System.nanoTime() - begun) / 1e6;
      open.countDown();
    }
  }

  /** A journal with so many appends under way, without threads. */
  static Map<String, Double> underWay(Path directory, int appends, List<String> texts)
      throws IOException, InterruptedException {
    double[] took = new double[texts.size()];
    AtomicInteger next = new AtomicInteger();
    return journal(
        directory,
        took,
        (journal, open) -> {
          for (int i = 0; i < appends; i++) {
            append(journal, next, texts, took, open);
          }
        });
  }

  private static Map<String, Double> journal(
      Path directory, double[] took, BiConsumer<Journal, CountDownLatch> appending)
      throws IOException, InterruptedException {
    CountDownLatch open = new CountDownLatch(took.length);
    try (Journal journal =
        Journal.open(
            directory.resolve("journal-" + System.nanoTime()), SEGMENT_BYTES, Clock.systemUTC())) {
      long begun = System.nanoTime();
      appending.accept(journal, open);
      open.await();
      double seconds = (System.nanoTime() - begun) / 1e9;
      Arrays.sort(took);
      return Map.of(
          "rate", took.length / seconds,
          "p50", Percentile.of(took, 50),
          "p99", Percentile.of(took, 99));
    }
  }

  private static void append(
      Journal journal, AtomicInteger next, List<String> texts, double[] took, CountDownLatch open) {
    int number = next.getAndIncrement();
    if (number >= took.length) {
      return;
    }
    long begun = System.nanoTime();
    var unused =
        journal
            .append(List.of(arrival(number, texts.get(number))))
            .whenComplete(
                (nothing, failure) -> {
                  took[number] = (System.nanoTime() - begun) / 1e6;
                  open.countDown();
                  append(journal, next, texts, took, open);
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
