package dev.kurir.bench;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finished messages of today that a database has before its Kurir starts: an inbox row, an outbox
 * row and a receipt each, and the cursors behind them.
 *
 * @param messages how many
 */
record Past(int messages, Plan plan) {
  private static final int CHUNK = 250_000;

  /** Gives numbers away, to be used by messages of the past later. */
  static void reserve(Connection connection, long numbers) throws SQLException {
    try (PreparedStatement reserve = connection.prepareStatement(Sql.named("bench/reserve"))) {
      reserve.setLong(1, numbers);
      reserve.execute();
    }
  }

  /** Writes them into a migrated database that knows the sink. */
  void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Sql.named("bench/add-today"));
    }
    for (int from = 1; from <= messages; from += CHUNK) {
      int to = Math.min(messages, from + CHUNK - 1);
      for (String table : new String[] {"inbox", "outbox", "receipts"}) {
        try (PreparedStatement fill =
            connection.prepareStatement(Sql.named("bench/fill-" + table))) {
          fill.setInt(1, from);
          fill.setInt(2, to);
          fill.executeUpdate();
        }
      }
      plan.told().accept("filled " + to + " of " + messages);
    }
    try (PreparedStatement cursors = connection.prepareStatement(Sql.named("bench/fill-cursors"))) {
      cursors.setInt(1, messages);
      cursors.executeUpdate();
    }
  }
}
