package dev.kurir.archive;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets living messages pass: between two batches of the archive it waits while the pipeline falls
 * behind, and rests as long as the batch took while messages flow at all. One thread; {@link #stop}
 * from any.
 */
final class Traffic {
  private static final long BEHIND = 2_000;
  private static final long LOOK_MS = 100;
  private static final long LONGEST_REST_MS = 500;

  /** So long it waits for the pipeline; then a batch goes in any case, or it would never end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LongSupplier unstored;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long lastNumber = -1;
  private volatile boolean waiting;

  /**
   * @param unstored about how many accepted messages are in the journal only
   */
  Traffic(LongSupplier unstored) {
    this.unstored = unstored;
  }

  /** Ends the waiting, and what waits. */
  void stop() {
    stopped.countDown();
  }

  /** Whether living messages are let pass right now. */
  boolean isWaiting() {
    return waiting;
  }

  /**
   * Waits as it must.
   *
   * @param worked how long the last batch took
   * @throws ArchiveException when it is to stop, or an operator lets the archive rest
   */
  void letPass(Connection active, Duration worked) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean flows = false;
    while (true) {
      long behind = unstored.getAsLong();
      try (var statement = active.prepareStatement(Sql.named("archive/backlog"));
          ResultSet row = statement.executeQuery()) {
        row.next();
        behind += row.getLong("behind");
        flows |= lastNumber >= 0 && row.getLong("number") != lastNumber;
        lastNumber = row.getLong("number");
        if (row.getTimestamp("paused_at") != null) {
          throw new ArchiveException("paused by an operator");
        }
      }
      if (behind < BEHIND || System.nanoTime() > deadline) {
        break;
      }
      flows = true;
      rest(LOOK_MS);
    }
    rest(flows ? Math.min(LONGEST_REST_MS, worked.toMillis()) : 0);
  }

  private void rest(long milliseconds) {
    waiting = milliseconds > 0;
    try {
      if (stopped.await(milliseconds, TimeUnit.MILLISECONDS)) {
        throw new ArchiveException("Kurir stops");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted");
    } finally {
      waiting = false;
    }
  }
}
