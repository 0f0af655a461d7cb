package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.io.IOException;
import java.util.Map;

/** What is ordered of a Kurir with a sink network, in the units that modes report. */
final class Sink {
  static final String NAME = "sink";

  /** How many webhooks may be without acknowledgement while messages flow steadily. */
  static final int STEADY = 256;

  private Sink() {}

  /**
   * A flood.
   *
   * @return {@code rate}, messages a second; {@code accept-rate}; {@code seconds}; {@code cost},
   *     microseconds a message
   */
  static Map<String, Double> flood(Specimen specimen, int messages, int bound) throws IOException {
    Map<String, Double> run =
        specimen.kurir().order("flood " + NAME + " " + messages + " " + bound);
    if (value(run, "repeated") > 0) {
      throw new IOException("messages came twice: " + run);
    }
    double seconds = value(run, "seconds");
    return Map.of(
        "rate",
        messages / seconds,
        "accept-rate",
        messages / value(run, "accepted"),
        "seconds",
        seconds,
        "cost",
        seconds / messages * 1e6);
  }

  /** A fixed rate: {@code p50} and {@code p99}, milliseconds. */
  static Map<String, Double> paced(Specimen specimen, int perSecond, int seconds)
      throws IOException {
    return specimen.kurir().order("paced " + NAME + " " + perSecond + " " + seconds);
  }

  private static double value(Map<String, Double> figures, String name) throws IOException {
    Double value = figures.get(name);
    if (value == null) {
      throw new IOException("Kurir's answer lacks " + name + ": " + figures);
    }
    return value;
  }
}
