package dev.kurir.archive;

import dev.kurir.archive.PassiveSide.Recorded;
import dev.kurir.database.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves leaves. The passive side commits first, with the ledger; then the active side lets go. A
 * message is therefore always in one of them, and for a moment in both. Whatever ends it between
 * two {@link Step}s, the next move of the same leaf continues. One thread.
 */
final class Move {
  private static final Logger LOG = LoggerFactory.getLogger(Move.class);
  private static final int PAGES = 2048; // 16 MB
  private static final int CHOSEN = 20_000;

  private final ActiveSide active;
  private final PassiveSide passive;
  private final Traffic traffic;
  private final Clock clock;
  private final Consumer<Step> passed;

  /**
   * @param passed is told each step
   */
  Move(
      ActiveSide active, PassiveSide passive, Traffic traffic, Clock clock, Consumer<Step> passed) {
    this.active = active;
    this.passive = passive;
    this.traffic = traffic;
    this.clock = clock;
    this.passed = passed;
  }

  /**
   * Moves what may leave of a leaf.
   *
   * @param over whether nothing is written to it any more, so that it may leave as a whole
   * @param before what had its end before this may leave
   * @return rows that left
   * @throws ArchiveException when both sides do not hold the same, or it has to stop
   */
  long move(Leaf leaf, boolean over, Instant before) throws SQLException {
    LeafSql sql = active.sql(leaf);
    Optional<Recorded> last = passive.last(leaf);
    if (last.isPresent() && !last.get().part() && !last.get().done()) {
      Content here = active.content(sql);
      if (here.equals(last.get().content())) {
        letGo(sql, last.get().id());
        return here.rows();
      }
    }
    if (last.isEmpty() && over && !active.isOpen(sql)) {
      return whole(sql);
    }
    return parts(sql, over, before);
  }

  /** A move that is in the ledger. */
  private record Copied(long move, Content content) {}

  private long whole(LeafSql leaf) throws SQLException {
    Instant began = clock.instant();
    if (active.isEmpty(leaf)) {
      active.drop(leaf, traffic); // no row, no entry in the ledger
      return 0;
    }
    active.begin(); // before the first row is there
    Copied copied =
        Transaction.on(
            passive.connection(),
            same -> {
              passive.prepare(leaf.leaf().day());
              passed.accept(Step.BEGUN);
              copy(leaf);
              passed.accept(Step.COPIED);
              Content there = same(leaf, active::content, passive::content);
              passed.accept(Step.VERIFIED);
              return new Copied(
                  passive.record(leaf.leaf(), false, there, leaf.leaf().bytes(), began), there);
            });
    passed.accept(Step.COMMITTED);
    letGo(leaf, copied.move());
    return copied.content().rows();
  }

  private void letGo(LeafSql leaf, long move) throws SQLException {
    active.drop(leaf, traffic);
    passed.accept(Step.GONE);
    passive.done(move);
    passed.accept(Step.DONE);
  }

  private void copy(LeafSql leaf) throws SQLException {
    long pages = active.pages(leaf);
    for (long page = 0; page < pages; page += PAGES) {
      long begun = System.nanoTime();
      // The last stretch has no end: an erasure may have written a row anew behind the last page.
      long end = page + PAGES >= pages ? Integer.MAX_VALUE : page + PAGES;
      stream(active.copyOut(leaf, page, end), passive.copyIn(leaf));
      passed.accept(Step.COPYING);
      traffic.letPass(active.connection(), Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  /** Hands rows over, as they come. */
  static void stream(CopyOut out, CopyIn in) throws SQLException {
    try {
      for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
        in.writeToCopy(row, 0, row.length);
      }
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
      if (out.isActive()) {
        out.cancelCopy();
      }
    }
  }

  /** What one side holds. */
  private interface Side {
    Content of(LeafSql leaf) throws SQLException;
  }

  /** What both sides hold; they add up at the same time. */
  private static Content same(LeafSql leaf, Side active, Side passive) throws SQLException {
    CompletableFuture<Content> adding =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return active.of(leaf);
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    Content there;
    Content here;
    try {
      there = passive.of(leaf);
    } finally {
      adding.exceptionally(failed -> null).join(); // its connection is used by one at a time
    }
    try {
      here = adding.join();
    } catch (CompletionException e) {
      throw new SQLException(e.getCause());
    }
    if (!here.equals(there)) {
      throw new ArchiveException(
          leaf.leaf().name()
              + ": the passive database got "
              + there
              + " (expected: "
              + here
              + "); nothing was moved");
    }
    return there;
  }

  /** Round by round, as long as something may leave; and the leaf with its last row. */
  private long parts(LeafSql leaf, boolean over, Instant before) throws SQLException {
    long moved = 0;
    while (true) {
      Instant began = clock.instant();
      long begun = System.nanoTime();
      if (active.choose(leaf, before, CHOSEN) == 0) {
        break;
      }
      moved += part(leaf, began);
      traffic.letPass(active.connection(), Duration.ofNanos(System.nanoTime() - begun));
    }
    settleUndone(leaf.leaf());
    if (over && active.isEmpty(leaf) && !active.isOpen(leaf)) {
      active.drop(leaf, traffic);
    } else if (over && moved > 0) {
      active.shrink(leaf);
    }
    return moved;
  }

  private long part(LeafSql leaf, Instant began) throws SQLException {
    active.begin(); // before the first row is there
    Copied copied =
        Transaction.on(
            passive.connection(),
            same -> {
              passive.prepare(leaf.leaf().day());
              passed.accept(Step.BEGUN);
              stream(active.copyOutChosen(leaf), passive.copyInStaging(leaf));
              passed.accept(Step.COPIED);
              int before = passive.takeStaged(leaf);
              Content there = same(leaf, active::contentChosen, passive::contentStaged);
              passed.accept(Step.VERIFIED);
              if (before > 0) {
                forgetUndone(leaf.leaf());
              }
              return new Copied(passive.record(leaf.leaf(), true, there, 0, began), there);
            });
    passed.accept(Step.COMMITTED);
    active.deleteChosen(leaf);
    passed.accept(Step.GONE);
    passive.done(copied.move());
    passed.accept(Step.DONE);
    return copied.content().rows();
  }

  /** A move that was cut off before the active side let go was done once more. */
  private void forgetUndone(Leaf leaf) throws SQLException {
    for (Recorded move : passive.undone()) {
      if (move.leaf().name().equals(leaf.name())) {
        LOG.info("{} was cut off and is done once more", leaf.name());
        passive.forget(move.id());
      }
    }
  }

  /** A move that was cut off after the active side let go is done. */
  private void settleUndone(Leaf leaf) throws SQLException {
    for (Recorded move : passive.undone()) {
      if (move.leaf().name().equals(leaf.name())) {
        passive.done(move.id());
      }
    }
  }
}
