package dev.kurir.archive;

import dev.kurir.archive.PassiveSide.Recorded;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run through everything that may leave the active database. One thread. */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final ActiveSide active;
  private final PassiveSide passive;
  private final Traffic traffic;
  private final ArchiveSettings settings;
  private final Clock clock;
  private final Consumer<Step> passed;

  Sweep(
      ActiveSide active,
      PassiveSide passive,
      Traffic traffic,
      ArchiveSettings settings,
      Clock clock,
      Consumer<Step> passed) {
    this.active = active;
    this.passive = passive;
    this.traffic = traffic;
    this.settings = settings;
    this.clock = clock;
    this.passed = passed;
  }

  /**
   * Moves everything that may leave, the oldest day first.
   *
   * @return rows that left
   */
  long run() throws SQLException {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    traffic.letPass(active.connection(), Duration.ZERO);
    Set<LocalDate> resting = active.resting(now);
    List<Leaf> leaves = active.leaves(today);
    settleGone(leaves);
    Move move = new Move(active, passive, traffic, clock, passed);
    long rows = 0;
    for (Leaf leaf : leaves) {
      Optional<Instant> due = settings.due(leaf, now);
      if (due.isPresent() && !resting.contains(leaf.day())) {
        // The clock of whoever writes may be behind this one: yesterday may still be written to.
        boolean over = leaf.day().isBefore(today.minusDays(1));
        long left = move.move(leaf, over, due.get());
        if (left > 0) {
          LOG.info("{}: {} rows moved to the passive database", leaf.name(), left);
        }
        rows += left;
      }
    }
    active.forgetSeen();
    Optional<LocalDate> first = settings.firstKept(now);
    if (first.isPresent()) {
      passive.expire(first.get());
    }
    return rows;
  }

  /** A whole leaf that is gone, of which the ledger was not told any more. */
  private void settleGone(List<Leaf> leaves) throws SQLException {
    for (Recorded move : passive.undone()) {
      boolean there = leaves.stream().anyMatch(leaf -> leaf.name().equals(move.leaf().name()));
      if (!there) {
        passive.done(move.id());
      }
    }
  }
}
