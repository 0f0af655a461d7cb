package dev.kurir.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/**
 * The day that new rows belong to, in UTC; never goes back, also when the clock does, and its
 * partitions are committed before the first row. Thread-safe.
 */
public final class Days {
  private final DataSource active;
  private final Clock clock;
  private LocalDate ready = LocalDate.MIN;

  public Days(DataSource active, Clock clock) {
    this.active = active;
    this.clock = clock;
  }

  /** Today, with its partitions and tomorrow's made. */
  public synchronized LocalDate today() throws SQLException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (today.isAfter(ready)) {
      try (Connection connection = active.getConnection();
          var statement = connection.prepareStatement(Sql.named("database/add-day"))) {
        statement.setObject(1, today);
        statement.setObject(2, today);
        statement.execute();
      }
      ready = today;
    }
    return ready;
  }
}
