package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.util.List;

/**
 * What a message costs when the tables hold the finished messages of a long day, against a small
 * day's: two Kurirs with a database each, by turns.
 */
final class Growth implements Mode {
  private static final int SMALL = 10_000;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Plan plan = laboratory.plan();
    Specimen small = laboratory.start(new Past(SMALL, plan), Sink.NAME);
    Specimen large = laboratory.start(new Past(plan.rows(), plan), Sink.NAME);
    int messages = plan.messages() / 2;
    try {
      laboratory.warm(small);
      laboratory.warm(large);
      Alternation alternation =
          laboratory
              .alternation()
              .against("small", () -> Sink.flood(small, messages, Sink.STEADY))
              .run("cost", () -> Sink.flood(large, messages, Sink.STEADY));
      return List.of(
          Figure.of(
              "cost with " + Report.number(plan.rows()) + " finished, against " + SMALL,
              "µs",
              alternation.pairs("small", "cost"),
              Goal.atMost(1.25, 1.1)));
    } finally {
      laboratory.stop(small);
      laboratory.stop(large);
    }
  }
}
