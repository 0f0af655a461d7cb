package dev.kurir.routes;

import java.util.Locale;

/**
 * What a running Kurir counts of one route since the route was started. An exchange may carry a
 * batch of messages.
 *
 * @param status {@code started}, {@code stopped}, {@code suspended}, …; {@code absent} where no
 *     such route runs
 * @param total exchanges that have ended
 * @param failed those of them in which a step failed, whether a policy handled it or not
 * @param inFlight exchanges that are in the route now
 * @param meanMs how long one takes
 */
public record RouteFigures(String status, long total, long failed, long inFlight, double meanMs) {
  public static final String STARTED = "started";
  public static final RouteFigures ABSENT = new RouteFigures("absent", 0, 0, 0, 0);

  /** Both routes taken as one; started only where both are. */
  RouteFigures plus(RouteFigures other) {
    long sum = total + other.total;
    return new RouteFigures(
        status.equals(STARTED) ? other.status : status,
        sum,
        failed + other.failed,
        inFlight + other.inFlight,
        sum == 0 ? 0 : (meanMs * total + other.meanMs * other.total) / sum);
  }

  boolean isTroubled() {
    return failed > 0 || !status.equals(STARTED);
  }

  /** For a drawing: one short line. */
  String shown() {
    return (status.equals(STARTED) ? "" : status + " · ")
        + String.format(
            Locale.ROOT, "%,d · %,d failed · %,d now · %.1f ms", total, failed, inFlight, meanMs);
  }
}
