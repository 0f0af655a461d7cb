package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.util.List;
import java.util.Map;

/**
 * Messages a second from the first accept to the last receipt, journal and mapping included,
 * against plain JDBC with batches (the ceiling) and with single rows (naive), and Kurir's memory
 * meanwhile.
 */
final class Sustained implements Mode {
  private static final int UNACKNOWLEDGED = 256;
  private static final int NAIVE_SHARE = 20;

  @Override
  public String name() {
    return "sustained";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    int messages = laboratory.plan().messages();
    Specimen specimen = laboratory.start("sink");
    PlainPipeline plain = new PlainPipeline(specimen.database());
    String flood = "flood " + messages + " " + UNACKNOWLEDGED;
    laboratory.plan().told().accept("warming up");
    plain.batched(messages);
    specimen.kurir().order(flood);
    try (ProcessMemory memory = new ProcessMemory(specimen.kurir().pid())) {
      Alternation alternation =
          new Alternation(laboratory.plan().pairs(), laboratory.plan().told())
              .against("naive", () -> rate(naive(messages), plain.naive(naive(messages))))
              .against(
                  "ceiling",
                  () -> {
                    laboratory.server().checkpoint();
                    return rate(messages, plain.batched(messages));
                  })
              .run(
                  "rate",
                  () -> {
                    laboratory.server().checkpoint();
                    return rate(messages, specimen.kurir().order(flood));
                  });
      return List.of(
          Figure.of(
              "sustained, against the ceiling",
              "messages/s",
              alternation.pairs("ceiling", "rate"),
              Goal.atLeast(0.35, 0.60)),
          Figure.of(
              "sustained, against one row a transaction",
              "messages/s",
              alternation.pairs("naive", "rate"),
              Goal.atLeast(5, 20)),
          Figure.alone(
              "RSS under sustained load", "MB", List.of(memory.most()), Goal.atMost(700, 400)));
    } finally {
      laboratory.stop(specimen);
    }
  }

  private static int naive(int messages) {
    return Math.max(100, messages / NAIVE_SHARE);
  }

  private static Map<String, Double> rate(int messages, double seconds) {
    return Map.of("rate", messages / seconds);
  }

  private static Map<String, Double> rate(int messages, Map<String, Double> flood) {
    double seconds = flood.getOrDefault("seconds", Double.NaN);
    if (flood.getOrDefault("repeated", 0.0) > 0) {
      throw new IllegalStateException("messages came twice: " + flood);
    }
    return Map.of(
        "rate",
        messages / seconds,
        "accept-rate",
        messages / flood.getOrDefault("accepted", Double.NaN));
  }
}
