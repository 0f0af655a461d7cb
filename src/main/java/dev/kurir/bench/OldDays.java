package dev.kurir.bench;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Finished messages of days that are long over: an inbox row, an outbox row and a receipt each. A
 * Kurir that runs takes them for mapped and settled, because their numbers were given before it
 * began ({@link Past#reserve}).
 *
 * @param perDay how many messages a day has
 * @param days how many days, the youngest {@link #YOUNGEST} days ago
 */
record OldDays(int perDay, int days) {
  static final int YOUNGEST = 40;

  /** How many messages that are. */
  int messages() {
    return perDay * days;
  }

  /** Writes some of the days, from one to before another, the oldest first. */
  void fill(Connection connection, int from, int to) throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(Sql.named("bench/old-days"))) {
      add.setInt(1, age(to - 1));
      add.setInt(2, age(from));
      add.execute();
    }
    for (int day = from; day < to; day++) {
      for (String table : new String[] {"inbox", "outbox", "receipts"}) {
        try (PreparedStatement fill =
            connection.prepareStatement(Sql.named("bench/old-" + table))) {
          fill.setInt(1, age(day));
          fill.setInt(2, age(day));
          fill.setInt(3, 1 + day * perDay);
          fill.setInt(4, (day + 1) * perDay);
          fill.executeUpdate();
        }
      }
    }
  }

  private int age(int day) {
    return YOUNGEST + days - 1 - day;
  }
}
