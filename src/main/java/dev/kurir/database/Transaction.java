package dev.kurir.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One transaction on a borrowed connection: committed when the work returns, else rolled back. */
public final class Transaction {
  private Transaction() {}

  /** The statements of a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Runs the work in a transaction of its own. */
  public static <T> T in(DataSource pool, Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return on(connection, work);
    }
  }

  /** Runs the work in a transaction on a connection that the caller keeps. */
  public static <T> T on(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** A connection that can't be rolled back is closed: it must never commit a part. */
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      try {
        connection.abort(Runnable::run);
      } catch (SQLException again) {
        cause.addSuppressed(again);
      }
    }
  }
}
