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
  private static final int NAIVE_SHARE = 20;

  @Override
  public String name() {
    return "sustained";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    int messages = laboratory.plan().messages();
    int few = Math.max(100, messages / NAIVE_SHARE);
    Specimen specimen = laboratory.start(Sink.NAME);
    PlainPipeline plain = new PlainPipeline(specimen.database());
    laboratory.warm(specimen, plain);
    try (ProcessMemory memory = new ProcessMemory(specimen.kurir().pid())) {
      Alternation alternation =
          laboratory
              .alternation()
              .against("one row a transaction", () -> Map.of("rate", few / plain.naive(few)))
              .against("ceiling", () -> Map.of("rate", messages / plain.batched(messages)))
              .run("rate", () -> Sink.flood(specimen, messages, Sink.STEADY));
      return List.of(
          Figure.of(
              "sustained, against the ceiling",
              "messages/s",
              alternation.pairs("ceiling", "rate"),
              Goal.atLeast(0.35, 0.60)),
          Figure.of(
              "sustained, against one row a transaction",
              "messages/s",
              alternation.pairs("one row a transaction", "rate"),
              Goal.atLeast(5, 20)),
          Figure.alone(
              "RSS under sustained load", "MB", List.of(memory.most()), Goal.atMost(700, 400)));
    } finally {
      laboratory.stop(specimen);
    }
  }
}
