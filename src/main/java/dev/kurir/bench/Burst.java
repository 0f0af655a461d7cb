package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.util.List;
import java.util.Map;

/**
 * Half of the plan's messages, 100,000 unless it says otherwise, handed over at once: how long
 * until all are delivered, against the ceiling.
 */
final class Burst implements Mode {
  @Override
  public String name() {
    return "burst";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    int messages = laboratory.plan().messages() / 2;
    Specimen specimen = laboratory.start(Sink.NAME);
    PlainPipeline plain = new PlainPipeline(specimen.database());
    laboratory.warm(specimen, plain);
    try {
      Alternation alternation =
          laboratory
              .alternation()
              .against("ceiling", () -> Map.of("seconds", plain.batched(messages)))
              .run("seconds", () -> Sink.flood(specimen, messages, messages));
      return List.of(
          Figure.of(
              "burst of " + messages + ", time to all delivered",
              "s",
              alternation.pairs("ceiling", "seconds"),
              Goal.atMost(3, 1.5)));
    } finally {
      laboratory.stop(specimen);
    }
  }
}
