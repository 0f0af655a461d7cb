package dev.kurir.api;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether a database answers within two seconds of getting a connection. Thread-safe. */
public final class DatabaseProbe implements HealthChecks.Probe {
  private static final int PATIENCE_S = 2;
  private final DataSource pool;

  public DatabaseProbe(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Optional<String> failure() {
    try (java.sql.Connection connection = pool.getConnection()) {
      return connection.isValid(PATIENCE_S)
          ? Optional.empty()
          : Optional.of("does not answer (messages are accepted and wait in the journal)");
    } catch (SQLException e) {
      return Optional.of("can't be reached (messages are accepted and wait in the journal)");
    }
  }
}
