package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.util.List;

/**
 * From a message's arrival to its committed receipt at a fixed rate, against a plain pipeline whose
 * steps wake each other within the process. Both are timed by the same {@link CommitProbe}.
 */
final class Latency implements Mode {
  private static final Goal GOAL = Goal.atMost(3, 1.5);

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Plan plan = laboratory.plan();
    Specimen specimen = laboratory.start(Sink.NAME);
    PlainPipeline plain = new PlainPipeline(specimen.database());
    PlainLatency reference = new PlainLatency(specimen.database());
    laboratory.warm(specimen, plain);
    try {
      Sink.paced(specimen, plan.rate(), plan.seconds());
      Alternation alternation =
          laboratory
              .alternation()
              .against("in-process pipeline", () -> reference.measure(plan.rate(), plan.seconds()))
              .run("p50", () -> Sink.paced(specimen, plan.rate(), plan.seconds()));
      String rate = " at " + plan.rate() + "/s";
      return List.of(
          Figure.of("p50" + rate, "ms", alternation.pairs("in-process pipeline", "p50"), GOAL),
          Figure.of("p99" + rate, "ms", alternation.pairs("in-process pipeline", "p99"), GOAL));
    } finally {
      laboratory.stop(specimen);
    }
  }
}
