package dev.kurir.archive;

import dev.kurir.database.Database;
import dev.kurir.database.DatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The passive database, opened and migrated when it is first needed: messages flow also while it is
 * away. Thread-safe.
 */
public final class Passive implements AutoCloseable {
  private final Supplier<Database> opening;
  private @Nullable Database database;
  private boolean closed;

  /**
   * @param opening opens it; throws a {@link DatabaseException} that says what hinders it
   */
  public Passive(Supplier<Database> opening) {
    this.opening = opening;
  }

  /**
   * Its pool.
   *
   * @throws DatabaseException when it is away
   */
  DataSource pool() {
    return database().pool();
  }

  /** A connection of one's own, for statements that take long. */
  Connection connect() throws SQLException {
    return database().connectForLong();
  }

  private synchronized Database database() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    Database open = database;
    if (open == null) {
      open = opening.get();
      database = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (database != null) {
      database.close();
    }
  }
}
