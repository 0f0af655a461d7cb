package dev.kurir.sequence;

import dev.kurir.database.Database;
import dev.kurir.database.Sql;
import dev.kurir.message.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The numbers of mailboxes: each mailbox counts what it receives from 1 on.
 *
 * <p>Guaranteed, on any number of nodes: a mailbox never gets a number twice, and within a mailbox
 * the order of numbers is the order of commits. That needs that whoever takes numbers has, in this
 * order and in one transaction, called {@link #hold}, called {@link #take}, and keeps the locks
 * until its commit.
 *
 * <p>Not guaranteed: that there are no gaps. Numbers are skipped when a transaction that took some
 * is rolled back or leaves a draft out, when a process dies (what it held in memory), when a lane
 * changes its holder (what the former one held), and when a connection breaks in a fetch. In one
 * process without these there are none, and closing it leaves none.
 *
 * <p>Numbers come from segments: a mailbox's row says from where on nobody has taken any, a process
 * takes some of them in a statement that commits at once, and gives them out from memory. Only the
 * holder of a lane gives out numbers of its mailboxes. When a transaction finds that another
 * process was the holder, it makes this one the holder and drops what this one has in memory: the
 * other may have given out later numbers, and what is fetched now is later than all of those.
 *
 * <p>Thread-safe. Memory is bounded: about {@link #BOUND} mailboxes are kept, 43 to 128 bytes each;
 * what one that is let go did not use is given back.
 */
public final class MailboxNumbers implements AutoCloseable {
  /** How many mailboxes are kept in memory unless told otherwise. */
  public static final int BOUND = 250_000;

  private final UUID process = UUID.randomUUID();
  private final List<LaneSegments> lanes =
      Stream.generate(LaneSegments::new).limit(Lane.COUNT).toList();
  private final Refill refill;

  private MailboxNumbers(Database database, Clock clock, int bound) {
    this.refill = new Refill(lanes, new SegmentStore(database::connect), clock, bound);
  }

  /** Opens them; a connection of its own is made when the first number is taken. */
  public static MailboxNumbers open(Database database, Clock clock) {
    return open(database, clock, BOUND);
  }

  /**
   * Opens them with another bound.
   *
   * @param bound how many mailboxes are kept in memory, about
   */
  public static MailboxNumbers open(Database database, Clock clock, int bound) {
    MailboxNumbers numbers = new MailboxNumbers(database, clock, bound);
    numbers.refill.start();
    return numbers;
  }

  /**
   * Takes locks until the transaction ends and makes this process the holder of lanes; one round
   * trip. Whoever takes numbers of a mailbox has to hold the same lock.
   *
   * @param transaction reads what was committed before each of its statements (READ COMMITTED)
   * @param locks sorted, so that two transactions never wait for each other in a circle; several
   *     may belong to a lane
   * @param lanesToHold of the mailboxes
   * @return those among them that another process held last, or nobody
   */
  public List<Integer> hold(Connection transaction, int[] locks, int[] lanesToHold)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(Sql.named("sequence/hold"))) {
      statement.setObject(1, locks);
      statement.setObject(2, process);
      statement.setObject(3, lanesToHold);
      statement.setObject(4, process);
      statement.execute();
      statement.getMoreResults();
      List<Integer> changed = new ArrayList<>();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          changed.add(rows.getInt(1));
        }
      }
      changed.forEach(lane -> lanes.get(lane).forget());
      return changed;
    }
  }

  /**
   * Takes a number for each mailbox, in order; a mailbox that stands there twice gets two. From
   * memory, unless a mailbox has none there.
   *
   * @param lanesOf the lane of each mailbox: always the same one for a mailbox
   * @param mailboxes conversation ids, not 0
   * @throws SQLException the database does not give more numbers; nothing but numbers is lost, the
   *     next call tries again
   */
  public long[] take(int[] lanesOf, long[] mailboxes) throws SQLException {
    if (lanesOf.length != mailboxes.length) {
      throw new IllegalArgumentException(
          "lanes: " + lanesOf.length + " (expected: one for each of " + mailboxes.length + ")");
    }
    long[] numbers = new long[mailboxes.length];
    int present = Arrays.stream(lanesOf).reduce(0, (set, lane) -> set | 1 << lane);
    while (true) {
      long seen = refill.rounds();
      int missing = 0;
      boolean wants = false;
      for (int rest = present; rest != 0; rest &= rest - 1) {
        int lane = Integer.numberOfTrailingZeros(rest);
        missing += lanes.get(lane).take(lane, lanesOf, mailboxes, numbers);
        wants |= lanes.get(lane).wants();
      }
      if (missing > 0) {
        refill.await(seen);
      } else {
        if (wants) {
          refill.ask();
        }
        return numbers;
      }
    }
  }

  /** How many mailboxes are in memory. */
  int held() {
    return lanes.stream().mapToInt(LaneSegments::size).sum();
  }

  /** Gives back what was not used. Taking numbers fails from now on. */
  @Override
  public void close() {
    refill.close();
  }
}
