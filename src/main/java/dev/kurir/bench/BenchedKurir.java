package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The side of the bench that lives with Kurir, in its process: it brings messages in by the sink
 * networks, watches them come out again, and takes orders, one line each, {@code order argument …},
 * answered with {@code ok name=number …} or {@code failed reason}. One thread.
 *
 * <p>Orders: {@code flood sink messages bound}, {@code paced sink per-second seconds}, {@code
 * beside sink crawling-sink per-second seconds answer-ms}, {@code stop}.
 */
public final class BenchedKurir {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration SELDOM = Duration.ofMillis(20);

  private final Map<String, Stage> stages = new TreeMap<>();

  /**
   * Registers owners and partners at every sink; returns when all owners are paired.
   *
   * @param sinks the sink networks that this Kurir serves
   * @param active the database that this Kurir uses
   */
  public static BenchedKurir populate(
      Iterable<SinkNetwork> sinks,
      DatabaseAddress active,
      URI kurir,
      String adminToken,
      int owners,
      int partners)
      throws Exception {
    BenchedKurir benched = new BenchedKurir();
    Population.Administration administration = new Population.Administration(kurir, adminToken);
    long all = 0;
    for (SinkNetwork sink : sinks) {
      Population population = Population.register(administration, sink, owners, partners);
      benched.stages.put(sink.name().value(), new Stage(sink, population, active));
      all += owners;
    }
    long paired = all;
    try (Ledger ledger = new Ledger(active)) {
      Await.until(() -> ledger.paired() == paired, SELDOM, LIMIT, () -> "not all are paired");
    }
    return benched;
  }

  /** Takes orders until {@code stop} or the end of the input. */
  public void serve(BufferedReader orders, PrintWriter answers) throws IOException {
    answers.println("ready");
    answers.flush();
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.strip().split(" ", -1);
      if (words[0].equals("stop")) {
        return;
      }
      answers.println(answer(words));
      answers.flush();
    }
  }

  private String answer(String[] order) {
    try {
      StringBuilder answer = new StringBuilder("ok");
      for (Map.Entry<String, Double> figure : obey(order).entrySet()) {
        answer.append(String.format(Locale.ROOT, " %s=%.9g", figure.getKey(), figure.getValue()));
      }
      return answer.toString();
    } catch (Exception e) {
      return "failed " + e.toString().replaceAll("\\p{Cntrl}+", " ");
    }
  }

  private Map<String, Double> obey(String[] order) throws Exception {
    return switch (order[0]) {
      case "flood" -> stage(order[1]).flood(number(order[2]), number(order[3]));
      case "paced" -> stage(order[1]).paced(number(order[2]), number(order[3]));
      case "beside" ->
          beside(
              stage(order[1]),
              stage(order[2]),
              number(order[3]),
              number(order[4]),
              Duration.ofMillis(number(order[5])));
      default ->
          throw new IllegalArgumentException(
              "order: " + order[0] + " (expected: flood, paced, beside or stop)");
    };
  }

  /** One network at a fixed rate while another one, at the same rate, crawls. */
  private static Map<String, Double> beside(
      Stage measured, Stage crawling, int perSecond, int seconds, Duration answer)
      throws Exception {
    FutureTask<Void> crawl =
        new FutureTask<>(
            () -> {
              crawling.crawl(perSecond, answer);
              return null;
            });
    Thread thread = new Thread(crawl, "crawl");
    thread.start();
    try {
      return measured.paced(perSecond, seconds);
    } finally {
      thread.interrupt();
      try {
        crawl.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the crawling network: " + e.getCause(), e);
      }
    }
  }

  private Stage stage(String name) {
    Stage stage = stages.get(name);
    if (stage == null) {
      throw new IllegalArgumentException(
          "sink: " + name + " (expected: one of " + stages.keySet() + ")");
    }
    return stage;
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }
}
