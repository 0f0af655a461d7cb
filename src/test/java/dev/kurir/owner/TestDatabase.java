package dev.kurir.owner;

import com.zaxxer.hikari.HikariDataSource;
import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import dev.kurir.sequence.MailboxNumbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/**
 * A fresh database with the active schema on a real PostgreSQL, which all tests of a JVM share and
 * which goes with it.
 */
public final class TestDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static int made;

  private final String name;
  private final Database database;
  private final MailboxNumbers numbers;

  private TestDatabase(String name, Database database) {
    this.name = name;
    this.database = database;
    this.numbers = MailboxNumbers.open(database, Clock.systemUTC());
  }

  /** The server of this JVM, started when it is first needed. */
  private static final class Server {
    static final EmbeddedDatabase SERVER = start();

    private static EmbeddedDatabase start() {
      try {
        Path folder = Files.createTempDirectory("kurir-test");
        EmbeddedDatabase server = EmbeddedDatabase.start(folder);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      server.close();
                      delete(folder);
                    }));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path folder) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes it, with the partitions of yesterday and today. */
  public static synchronized TestDatabase start() {
    String name = "test_" + ++made;
    on(Server.SERVER.active(), "CREATE DATABASE " + name);
    DatabaseAddress address = addressOf(name);
    TestDatabase test =
        new TestDatabase(
            name,
            Database.open(
                "kurir.database.url", address, "sql/active", CONNECTIONS, Duration.ofSeconds(30)));
    test.execute("SELECT add_day(current_date), add_day(current_date - 1)");
    return test;
  }

  private static DatabaseAddress addressOf(String name) {
    DatabaseAddress server = Server.SERVER.active();
    String url = server.url();
    return new DatabaseAddress(
        url.substring(0, url.lastIndexOf('/') + 1) + name, server.username(), server.password());
  }

  /** Where it is. */
  public DatabaseAddress address() {
    return addressOf(name);
  }

  /** The pool. */
  public DataSource pool() {
    return database.pool();
  }

  /** The database itself. */
  public Database database() {
    return database;
  }

  /** The mailbox numbers of a process that writes to it; one for all who ask. */
  public MailboxNumbers numbers() {
    return numbers;
  }

  /** Runs a statement of a test's own. */
  public void execute(String sql) {
    on(address(), sql);
  }

  /** The rows of a query, each as its values' texts joined by a bar; null is empty. */
  public List<String> rows(String sql) {
    try (Connection connection = connect(address());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          String value = row.getString(i);
          values.add(value == null ? "" : value);
        }
        rows.add(String.join("|", values));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one number that a query yields. */
  public long number(String sql) {
    return Long.parseLong(rows(sql).get(0));
  }

  /** Breaks every connection to it, as a restart of PostgreSQL does. */
  public void cut() {
    on(
        Server.SERVER.active(),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** Breaks every connection to it, and none that is broken is lent again. */
  public void cutAndForget() {
    cut();
    forget();
  }

  private void forget() {
    ((HikariDataSource) pool()).getHikariPoolMXBean().softEvictConnections();
  }

  /** Makes it unreachable. */
  public void goAway() {
    on(Server.SERVER.active(), "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    cut();
  }

  /** Makes it reachable again. */
  public void comeBack() {
    on(Server.SERVER.active(), "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    forget();
  }

  /** Forgets all owners and messages. */
  public void clear() {
    execute(
        "TRUNCATE owner, bot, contact, inbox, outbox, receipt, attempt, node, inbox_cursor, outbox_cursor, waiting RESTART IDENTITY CASCADE");
  }

  private static void on(DatabaseAddress address, String sql) {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.username(), address.password());
  }

  @Override
  public void close() {
    numbers.close();
    database.close();
    on(Server.SERVER.active(), "DROP DATABASE " + name + " WITH (FORCE)");
  }
}
