package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The three steps of a plain JDBC pipeline, without a journal or mapping: insert into an inbox,
 * claim and insert into an outbox, claim and mark as delivered; rows have a flag for what is done.
 * Each call is a transaction on the step's own connection. One thread.
 */
final class PlainSteps implements AutoCloseable {
  private final Connection connection;

  /** Sees what is marked as delivered, before the commit. */
  @FunctionalInterface
  interface Delivered {
    void delivered(long id, int conversation);
  }

  PlainSteps(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("prepareThreshold", "1");
    connection = DriverManager.getConnection(address.url(), properties);
    connection.setAutoCommit(false);
  }

  /** Makes the tables, or empties them. */
  void empty() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Sql.named("bench/ceiling-tables"));
    }
    connection.commit();
  }

  /** Inserts messages first to first + count - 1; the number is the conversation, too. */
  void insert(int first, int count) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.named("bench/ceiling-insert"))) {
      for (int number = first; number < first + count; number++) {
        statement.setInt(1, number);
        statement.setString(2, Numbered.text(number));
        statement.addBatch();
      }
      statement.executeBatch();
    }
    connection.commit();
  }

  /** Returns how many messages it mapped. */
  int map(int most) throws SQLException {
    int mapped = 0;
    try (PreparedStatement claim = connection.prepareStatement(Sql.named("bench/ceiling-claim"));
        PreparedStatement append = connection.prepareStatement(Sql.named("bench/ceiling-map"))) {
      claim.setInt(1, most);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          append.setLong(1, row.getLong(1));
          append.setInt(2, row.getInt(2));
          append.setString(3, row.getString(3));
          append.addBatch();
          mapped++;
        }
      }
      append.executeBatch();
    }
    connection.commit();
    return mapped;
  }

  /** Returns how many messages it marked. */
  int deliver(int most, Delivered watcher) throws SQLException {
    int delivered = 0;
    try (PreparedStatement claim =
        connection.prepareStatement(Sql.named("bench/ceiling-deliver"))) {
      claim.setInt(1, most);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          watcher.delivered(row.getLong(1), row.getInt(2));
          delivered++;
        }
      }
    }
    connection.commit();
    return delivered;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
