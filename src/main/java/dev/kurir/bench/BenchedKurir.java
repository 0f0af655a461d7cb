package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The side of the bench that lives with Kurir, in its process: it brings messages in by the sink
 * network, watches them come out again, and answers orders, one line each, {@code order argument …}
 * with {@code ok name=number …} or {@code failed reason}. One thread.
 *
 * <p>Orders: {@code flood messages bound}, {@code stop}.
 */
public final class BenchedKurir {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration OFTEN = Duration.ofNanos(500_000);
  private static final Duration SELDOM = Duration.ofMillis(5);

  private final Map<String, SinkNetwork> sinks;
  private final Map<String, Population> populations = new TreeMap<>();
  private final DatabaseAddress active;
  private int runs;

  /**
   * @param sinks the sink networks that this Kurir serves, by name
   * @param active the database that this Kurir uses
   */
  public BenchedKurir(Map<String, SinkNetwork> sinks, DatabaseAddress active) {
    this.sinks = sinks;
    this.active = active;
  }

  /** Registers owners and partners at every sink; returns when all owners are paired. */
  public void populate(java.net.URI kurir, String adminToken, int owners, int partners)
      throws Exception {
    for (Map.Entry<String, SinkNetwork> sink : sinks.entrySet()) {
      populations.put(
          sink.getKey(),
          Population.register(
              new Population.Administration(kurir, adminToken), sink.getValue(), owners, partners));
    }
    long all = (long) owners * sinks.size();
    try (Ledger ledger = new Ledger(active)) {
      Await.until(() -> ledger.paired() == all, SELDOM, LIMIT, () -> "not every owner is paired");
    }
  }

  /** Takes orders until {@code stop} or the end of the input. */
  public void serve(BufferedReader orders, PrintWriter answers) throws IOException {
    answers.println("ready");
    answers.flush();
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.strip().split(" ");
      if (words[0].equals("stop")) {
        return;
      }
      try {
        StringBuilder answer = new StringBuilder("ok");
        obey(words)
            .forEach(
                (name, value) -> answer.append(' ').append(name).append('=').append(number(value)));
        answers.println(answer);
      } catch (Exception e) {
        answers.println("failed " + e.toString().replaceAll("\\p{Cntrl}+", " "));
      }
      answers.flush();
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.9g", value);
  }

  private Map<String, Double> obey(String[] order) throws Exception {
    return switch (order[0]) {
      case "flood" -> flood("sink", Integer.parseInt(order[1]), Integer.parseInt(order[2]));
      default -> throw new IllegalArgumentException("order: " + order[0] + " (expected: flood)");
    };
  }

  /** From the first accept until the last receipt is committed. */
  private Map<String, Double> flood(String name, int messages, int bound) throws Exception {
    SinkNetwork sink = sink(name);
    Tally tally = new Tally(messages);
    Flood flood = new Flood(sink, population(name), "r" + ++runs, messages, bound);
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

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private SinkNetwork sink(String name) {
    SinkNetwork sink = sinks.get(name);
    if (sink == null) {
      throw new IllegalArgumentException("sink: " + name + " (expected: one of " + sinks + ")");
    }
    return sink;
  }

  private Population population(String name) {
    Population population = populations.get(name);
    if (population == null) {
      throw new IllegalStateException("sink " + name + " has no owners");
    }
    return population;
  }
}
