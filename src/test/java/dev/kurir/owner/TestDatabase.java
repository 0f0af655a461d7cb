package dev.kurir.owner;

import dev.kurir.database.Database;
import dev.kurir.database.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import javax.sql.DataSource;

/** A real PostgreSQL with the active schema, in a folder of its own that goes with it. */
public final class TestDatabase implements AutoCloseable {
  private final Path folder;
  private final EmbeddedDatabase server;
  private final Database database;

  private TestDatabase(Path folder, EmbeddedDatabase server, Database database) {
    this.folder = folder;
    this.server = server;
    this.database = database;
  }

  /** Starts it, with the partitions of today. */
  public static TestDatabase start() {
    try {
      Path folder = Files.createTempDirectory("kurir-test");
      EmbeddedDatabase server = EmbeddedDatabase.start(folder);
      Database database =
          Database.open(
              "kurir.database.url", server.active(), "sql/active", 8, Duration.ofSeconds(30));
      TestDatabase test = new TestDatabase(folder, server, database);
      test.execute("SELECT add_day(current_date), add_day(current_date - 1)");
      return test;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pool. */
  public DataSource pool() {
    return database.pool();
  }

  /** Runs a statement of a test's own. */
  public void execute(String sql) {
    try (Connection connection = pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forgets all owners and messages. */
  public void clear() {
    execute(
        "TRUNCATE owner, bot, contact, inbox, outbox, receipt, attempt, node RESTART IDENTITY CASCADE");
  }

  /** Lets PostgreSQL go away while the pool stays. */
  public void goAway() {
    server.close();
  }

  @Override
  public void close() {
    database.close();
    server.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
