package dev.kurir.sequence;

import dev.kurir.database.Transaction;
import dev.kurir.owner.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;

/**
 * A process that numbers messages as the outbox does: a lock, then a number, then the commit. A
 * mailbox's lane is its number modulo 16; those of a lane lie in two outboxes, with a lock each.
 */
final class Process implements AutoCloseable {
  final MailboxNumbers numbers;
  private final TestDatabase database;

  Process(TestDatabase database) {
    this(database, Clock.systemUTC(), MailboxNumbers.BOUND);
  }

  Process(TestDatabase database, Clock clock, int bound) {
    this.database = database;
    this.numbers = MailboxNumbers.open(database.database(), clock, bound);
  }

  /** Takes numbers in a transaction that is committed. */
  long[] append(long... mailboxes) throws SQLException {
    return Transaction.in(database.pool(), connection -> within(connection, mailboxes));
  }

  /** Takes numbers in a transaction of the caller's. */
  long[] within(Connection transaction, long... mailboxes) throws SQLException {
    int[] lanes = lanesOf(mailboxes);
    int[] locks =
        Arrays.stream(mailboxes)
            .mapToInt(mailbox -> (int) Math.floorMod(mailbox, 32L))
            .distinct()
            .sorted()
            .toArray();
    numbers.hold(transaction, locks, Arrays.stream(lanes).distinct().sorted().toArray());
    return numbers.take(lanes, mailboxes);
  }

  /** Takes numbers in a transaction that is rolled back. */
  void appendInVain(long... mailboxes) throws SQLException {
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      within(connection, mailboxes);
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  static int[] lanesOf(long... mailboxes) {
    return Arrays.stream(mailboxes)
        .mapToInt(mailbox -> (int) Math.floorMod(mailbox, 16L))
        .toArray();
  }

  @Override
  public void close() {
    numbers.close();
  }
}
