package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One sink network of a running Kurir with its owners and partners: where messages come in and are
 * seen to come out. One run at a time.
 */
final class Stage {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration OFTEN = Duration.ofNanos(500_000);
  private static final Duration SELDOM = Duration.ofMillis(5);
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final String SINCE = Long.toString(System.currentTimeMillis(), 36);

  private final SinkNetwork sink;
  private final Population population;
  private final DatabaseAddress active;

  Stage(SinkNetwork sink, Population population, DatabaseAddress active) {
    this.sink = sink;
    this.population = population;
    this.active = active;
  }

  private static String nextRun() {
    return SINCE + "-" + RUNS.incrementAndGet();
  }

  /**
   * As fast as it goes; takes the time from the first accept until the last receipt is committed.
   *
   * @param bound how many webhooks may be without acknowledgement
   * @return {@code seconds}; {@code accepted} and {@code delivered}, the seconds until everything
   *     was acknowledged and had reached the sink; {@code repeated}, how many messages came again
   */
  Map<String, Double> flood(int messages, int bound) throws Exception {
    Tally tally = new Tally(messages);
    Flood flood = new Flood(sink, population, nextRun(), messages, bound);
    try (Ledger ledger = new Ledger(active)) {
      long before = ledger.newest();
      sink.watch(tally);
      long begun = System.nanoTime();
      flood.send();
      double accepted = seconds(begun);
      Await.until(tally::complete, OFTEN, LIMIT, () -> tally.missing() + " messages are missing");
      double delivered = seconds(begun);
      Await.until(
          () -> ledger.settledSince(before) >= messages,
          SELDOM,
          LIMIT,
          () -> "not every message has a receipt");
      return Map.of(
          "seconds",
          seconds(begun),
          "accepted",
          accepted,
          "delivered",
          delivered,
          "repeated",
          (double) tally.repeated());
    }
  }

  /**
   * At a fixed rate; takes each message's time from when it was due to its committed receipt, the
   * first second left out.
   *
   * @return milliseconds, {@code p50} and {@code p99}
   */
  Map<String, Double> paced(int perSecond, int seconds) throws Exception {
    int messages = perSecond * seconds;
    String run = nextRun();
    try (CommitProbe probe = new CommitProbe(active, "bench/receipts", messages)) {
      sink.watch(
          (id, text) -> {
            long number = Numbered.number(text);
            if (number >= 0 && number < messages) {
              probe.expect((int) number, id.value());
            }
          });
      Pacer.run(
          messages,
          perSecond,
          (number, due) -> {
            probe.due(number, due);
            sink.deliver(List.of(population.arrival(number % population.size(), run, number)));
          });
      return probe.percentiles(perSecond, LIMIT);
    }
  }

  /**
   * Lets the sink answer late and sends to it at a fixed rate, until the thread is interrupted;
   * then the sink answers at once again, and this returns when everything has arrived.
   */
  void crawl(int perSecond, Duration answer) throws Exception {
    String run = nextRun();
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger arrived = new AtomicInteger();
    sink.watch((id, text) -> arrived.incrementAndGet());
    sink.answerAfter(answer);
    try {
      Pacer.run(
          Integer.MAX_VALUE,
          perSecond,
          (number, due) -> {
            sink.deliver(List.of(population.arrival(number % population.size(), run, number)));
            sent.incrementAndGet();
          });
    } catch (InterruptedException asked) {
      sink.answerAfter(Duration.ZERO);
    }
    Await.until(
        () -> arrived.get() >= sent.get(),
        SELDOM,
        LIMIT,
        () -> sent.get() - arrived.get() + " messages are missing");
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
