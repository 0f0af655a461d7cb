package dev.kurir.sequence;

import dev.kurir.sequence.LaneSegments.Unused;
import dev.kurir.sequence.LaneSegments.Want;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that fetches segments, in rounds: a round takes what all lanes want, up to {@link
 * #MOST} mailboxes, in one statement, and lets go what is over the bound in another. It alone adds
 * numbers, so a mailbox's segments come in their order. Thread-safe.
 *
 * <p>A round that fails is told to everyone who waits, and nothing is tried until somebody asks
 * again.
 */
final class Refill implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refill.class);
  private static final int MOST = 2_048;
  private static final long STOP_PATIENCE_MS = 15_000;

  private final List<LaneSegments> lanes;
  private final SegmentStore store;
  private final Clock clock;
  private final int bound;
  private final Thread thread = new Thread(this::run, "mailbox-numbers");
  private volatile boolean asked;
  private volatile long rounds;
  private long failedRound;
  private @Nullable SQLException failure;
  private boolean closed;
  private int firstLane;

  /**
   * @param bound how many mailboxes are kept, about: a round's worth more until the next round
   */
  Refill(List<LaneSegments> lanes, SegmentStore store, Clock clock, int bound) {
    this.lanes = lanes;
    this.store = store;
    this.clock = clock;
    this.bound = bound;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How many rounds have ended. */
  long rounds() {
    return rounds;
  }

  /** There are new wishes. */
  void ask() {
    if (!asked) {
      synchronized (this) {
        asked = true;
        notifyAll();
      }
    }
  }

  /**
   * Waits for the end of a round.
   *
   * @param seen how many rounds had ended when the wishes were made
   * @throws SQLException the round has failed
   */
  synchronized void await(long seen) throws SQLException {
    asked = true;
    notifyAll();
    try {
      while (rounds == seen && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("mailbox numbers: interrupted while waiting for them", e);
    }
    if (failure != null && failedRound > seen) {
      throw new SQLException(
          "mailbox numbers: can't be fetched: " + failure.getMessage(),
          failure.getSQLState(),
          failure);
    }
    if (closed) {
      throw new SQLException("mailbox numbers: closed");
    }
  }

  private void run() {
    try {
      while (toDo()) {
        round();
      }
    } finally {
      synchronized (this) {
        closed = true;
        notifyAll();
      }
    }
  }

  private synchronized boolean toDo() {
    try {
      while (!asked && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    asked = false;
    return !closed;
  }

  private void round() {
    List<Want> wants = new ArrayList<>();
    SQLException failed = null;
    try {
      collect(wants);
      fetch(wants);
    } catch (SQLException e) {
      failed = e;
    } catch (RuntimeException e) {
      failed = new SQLException(e);
    }
    if (failed != null) {
      wants.forEach(Want::fail);
      lanes.forEach(LaneSegments::failAll);
    }
    ended(failed);
    if (lanes.stream().anyMatch(LaneSegments::wants)) {
      ask();
    }
    evict();
  }

  private void collect(List<Want> wants) {
    firstLane++;
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get((firstLane + i) % lanes.size()).collect(wants, MOST, now());
    }
    wants.sort(Comparator.comparingLong(Want::mailbox));
  }

  private void fetch(List<Want> wants) throws SQLException {
    if (!wants.isEmpty()) {
      long[] ends = store.fetch(wants);
      int now = now();
      for (int i = 0; i < ends.length; i++) {
        wants.get(i).come(ends[i], now);
      }
    }
  }

  /** It wraps after 49 days; only differences count. */
  private int now() {
    return (int) clock.millis();
  }

  private synchronized void ended(@Nullable SQLException failed) {
    rounds++;
    if (failed != null) {
      failure = failed;
      failedRound = rounds;
    }
    notifyAll();
  }

  private void evict() {
    int held = lanes.stream().mapToInt(LaneSegments::size).sum();
    if (held <= bound) {
      return;
    }
    List<Unused> unused = new ArrayList<>();
    for (LaneSegments lane : lanes) {
      lane.evict((int) Math.ceil((double) (held - bound) * lane.size() / held), unused);
    }
    giveBack(unused);
  }

  private void giveBack(List<Unused> all) {
    all.sort(Comparator.comparingLong(Unused::mailbox));
    for (int from = 0; from < all.size(); from += MOST) {
      List<Unused> some = all.subList(from, Math.min(from + MOST, all.size()));
      try {
        store.giveBack(some);
      } catch (SQLException e) {
        LOG.info("unused numbers of {} mailboxes are lost: {}", all.size() - from, e.toString());
        return;
      }
    }
  }

  /** Ends the thread and gives back what was not used. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(STOP_PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("mailbox numbers: the database does not answer, unused numbers are lost");
      return;
    }
    List<Unused> unused = new ArrayList<>();
    lanes.forEach(lane -> lane.evictAll(unused));
    giveBack(unused);
    store.close();
  }
}
