package dev.kurir.archive;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * When messages leave. Immutable.
 *
 * @param after so long after the end of its day a message leaves the active database; under a day:
 *     so long after its own end
 * @param afterOf the same for single networks, by their names
 * @param keep how long after its day a message stays in the passive database; empty: for ever
 */
public record ArchiveSettings(
    Duration after, Map<String, Duration> afterOf, Optional<Duration> keep) {
  private static final Duration DAY = Duration.ofDays(1);

  public ArchiveSettings {
    afterOf = Map.copyOf(afterOf);
  }

  /** Whether messages leave before their day is over. */
  public boolean takesToday() {
    return shortest().compareTo(DAY) < 0;
  }

  /** What had its end before this may leave a leaf; empty: nothing yet. */
  Optional<Instant> due(Leaf leaf, Instant now) {
    Duration wait =
        leaf.ledger().map(ledger -> afterOf.getOrDefault(ledger, after)).orElseGet(this::shortest);
    Instant end = leaf.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (wait.compareTo(DAY) < 0) {
      return Optional.of(now.minus(wait));
    }
    return end.plus(wait).isAfter(now) ? Optional.empty() : Optional.of(now);
  }

  /** The first day that is kept in the passive database; empty: all are. */
  Optional<LocalDate> firstKept(Instant now) {
    return keep.map(time -> LocalDate.ofInstant(now.minus(time), ZoneOffset.UTC));
  }

  private Duration shortest() {
    return afterOf.values().stream().min(Duration::compareTo).filter(this::isShorter).orElse(after);
  }

  private boolean isShorter(Duration wait) {
    return wait.compareTo(after) < 0;
  }
}
