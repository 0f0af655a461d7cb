package dev.kurir.archive;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements that wait for a lock for a second at most: who comes later would wait behind them. */
final class ShortWait {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private ShortWait() {}

  /**
   * Does something outside of a transaction.
   *
   * @return what the work returns; false when a lock was not given
   */
  static boolean on(Connection connection, Transaction.Work<Boolean> work) throws SQLException {
    run(connection, "archive/wait-shortly");
    try {
      return work.run(connection);
    } catch (SQLException e) {
      if (isLocked(e)) {
        return false;
      }
      throw e;
    } finally {
      run(connection, "archive/wait-long");
    }
  }

  /** Whether a lock was not given in time. */
  static boolean isLocked(SQLException e) {
    return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
  }

  private static void run(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Sql.named(name));
    }
  }
}
