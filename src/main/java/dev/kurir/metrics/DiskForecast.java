package dev.kurir.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When a disk will be full if it goes on filling as it did of late: a line through what was free,
 * at most a week of it (least squares). Thread-safe.
 */
public final class DiskForecast {
  /** Shorter, and a checkpoint or a sweep would look like a trend. */
  private static final Duration LEAST = Duration.ofHours(1);

  private static final Duration MOST = Duration.ofDays(7);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Instant at, long free) {}

  /** So many bytes were free at a time, later than all before. */
  public synchronized void seen(Instant at, long free) {
    samples.add(new Sample(at, free));
    while (samples.getFirst().at.isBefore(at.minus(MOST))) {
      samples.removeFirst();
    }
  }

  /** So much is left until it is full; empty: it is not known yet, or it does not fill. */
  public synchronized Optional<Duration> untilFull() {
    if (samples.isEmpty()
        || Duration.between(samples.getFirst().at, samples.getLast().at).compareTo(LEAST) < 0) {
      return Optional.empty();
    }
    Instant first = samples.getFirst().at;
    double seconds = 0;
    double bytes = 0;
    for (Sample sample : samples) {
      seconds += since(first, sample);
      bytes += sample.free;
    }
    double middle = seconds / samples.size();
    double level = bytes / samples.size();
    double together = 0;
    double square = 0;
    for (Sample sample : samples) {
      double away = since(first, sample) - middle;
      together += away * (sample.free - level);
      square += away * away;
    }
    double perSecond = -together / square;
    double left = samples.getLast().free / perSecond;
    return perSecond > 0 && left < Long.MAX_VALUE / 1e9
        ? Optional.of(Duration.ofSeconds((long) left))
        : Optional.empty();
  }

  private static double since(Instant first, Sample sample) {
    return Duration.between(first, sample.at).toMillis() / 1000.0;
  }
}
