package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.util.List;

/**
 * One network's latency while another one takes two seconds for each answer, both at the plan's
 * rate, against the same network alone.
 */
final class Isolation implements Mode {
  private static final String CRAWLING = "crawl";
  private static final int ANSWER_MS = 2000;
  private static final int WARM_UPS = 4;

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Plan plan = laboratory.plan();
    int rate = plan.rate() / 2;
    Specimen specimen = laboratory.start(Sink.NAME, CRAWLING);
    laboratory.warm(specimen);
    try {
      String order =
          "beside %s %s %d %d %d".formatted(Sink.NAME, CRAWLING, rate, plan.seconds(), ANSWER_MS);
      for (int i = 0; i < WARM_UPS; i++) { // a thousand a second compiles slowly
        specimen.kurir().order(order);
      }
      Alternation alternation =
          laboratory
              .alternation()
              .against("alone", () -> Sink.paced(specimen, rate, plan.seconds()))
              .run("p50", () -> specimen.kurir().order(order));
      return List.of(
          Figure.of(
              "p99 beside a crawling network, against alone",
              "ms",
              alternation.pairs("alone", "p99"),
              Goal.atMost(1.5, 1.1)),
          Figure.of(
              "p50 beside a crawling network, against alone",
              "ms",
              alternation.pairs("alone", "p50"),
              null));
    } finally {
      laboratory.stop(specimen);
    }
  }
}
