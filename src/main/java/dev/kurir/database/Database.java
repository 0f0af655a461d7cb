package dev.kurir.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL database with its pool, migrated to the schema that this build expects.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int SOCKET_TIMEOUT_S = 60;
  private static final String DUPLICATE_DATABASE = "42P04";
  private static final String UNIQUE = "23505";
  private static final Duration LONG = Duration.ofHours(1);

  private final DatabaseAddress address;
  private final HikariDataSource pool;

  private Database(DatabaseAddress address, HikariDataSource pool) {
    this.address = address;
    this.pool = pool;
  }

  /**
   * Waits until the database answers, migrates it and opens the pool.
   *
   * @param setting the setting's name, for the error text
   * @param migrations a folder on the class path, for example {@code sql/active}
   * @param wait how long an unreachable database is waited for
   * @throws DatabaseException naming the setting, the address and what to do
   */
  public static Database open(
      String setting, DatabaseAddress address, String migrations, int connections, Duration wait) {
    migrate(setting, address, migrations, wait);
    return new Database(address, new HikariDataSource(pool(setting, address, connections)));
  }

  /**
   * As {@link #open}, for a database that other processes use as well: a transaction of one that is
   * frozen or cut off ends after four seconds of silence, and holds nobody up for longer.
   */
  public static Database openShared(
      String setting, DatabaseAddress address, String migrations, int connections, Duration wait) {
    migrate(setting, address, migrations, wait);
    HikariConfig pool = pool(setting, address, connections);
    pool.setConnectionInitSql(
        pool.getConnectionInitSql() + ";" + Sql.named("database/end-when-silent"));
    return new Database(address, new HikariDataSource(pool));
  }

  private static void migrate(
      String setting, DatabaseAddress address, String migrations, Duration wait) {
    awaitReachable(setting, address, wait);
    try {
      Flyway.configure()
          .dataSource(address.url(), address.username(), address.password())
          .locations("classpath:" + migrations)
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (RuntimeException e) {
      throw new DatabaseException(
          setting + ": " + address + " could not be migrated: " + firstLine(e), e);
    }
  }

  private static HikariConfig pool(String setting, DatabaseAddress address, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(setting);
    config.setJdbcUrl(address.url());
    config.setUsername(address.username());
    config.setPassword(address.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    config.setDataSourceProperties(properties());
    config.setConnectionInitSql(Sql.named("database/plan-by-index"));
    return config;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "kurir");
    properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_S));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  /** The pool, for everything that borrows a connection for one transaction. */
  public DataSource pool() {
    return pool;
  }

  /**
   * Makes another database of the same server, if it isn't there.
   *
   * @param setting that would name it, for the error text
   * @throws DatabaseException when this user may not
   */
  public void createBeside(String setting, DatabaseAddress other) {
    try (Connection connection = pool.getConnection();
        var exists = connection.prepareStatement(Sql.named("database/exists"))) {
      exists.setString(1, other.name());
      if (exists.executeQuery().next()) {
        return;
      }
      try (var statement = connection.createStatement()) {
        statement.execute(Sql.named("database/create").replace("$name", '"' + other.name() + '"'));
      }
    } catch (SQLException e) {
      if (DUPLICATE_DATABASE.equals(e.getSQLState()) || UNIQUE.equals(e.getSQLState())) {
        return; // by another node at the same moment
      }
      throw new DatabaseException(
          setting
              + ": empty, and "
              + other
              + " can't be made (expected: a database's URL, or the right to create one): "
              + firstLine(e),
          e);
    }
  }

  /** A connection outside the pool, for whoever keeps one (and its advisory locks). */
  public Connection connect() throws SQLException {
    return connect(address);
  }

  /** The same for statements that may take an hour. */
  public Connection connectForLong() throws SQLException {
    return connect(address, LONG);
  }

  /**
   * A connection outside the pool whose locks do not outlive a process that is frozen or cut off:
   * PostgreSQL ends it four seconds after the last word on it, so it must be touched each second.
   *
   * @param answer how long a statement may take before the connection counts as broken
   */
  public Connection connectForLocks(Duration answer) throws SQLException {
    Connection connection = connect(address, answer);
    try (var statement = connection.prepareStatement(Sql.named("database/end-when-idle"))) {
      statement.execute();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Says a word on a connection of {@link #connectForLocks}.
   *
   * @throws SQLException when it is broken, and its locks are gone
   */
  public static void touch(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("database/touch"))) {
      statement.execute();
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return connect(address, Duration.ofSeconds(SOCKET_TIMEOUT_S));
  }

  private static Connection connect(DatabaseAddress address, Duration answer) throws SQLException {
    Properties properties = properties();
    properties.setProperty("socketTimeout", Long.toString(answer.toSeconds()));
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    return DriverManager.getConnection(address.url(), properties);
  }

  private static void awaitReachable(String setting, DatabaseAddress address, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    for (boolean told = false; ; told = true) {
      try (Connection connection = connect(address)) {
        requireDurable(connection, setting);
        return;
      } catch (SQLException e) {
        boolean refused = "28P01".equals(e.getSQLState()) || "28000".equals(e.getSQLState());
        if (refused || System.nanoTime() > deadline) {
          throw new DatabaseException(
              setting
                  + ": "
                  + address
                  + " can't be used (expected: a PostgreSQL 15 or later that answers, and the right username and password): "
                  + firstLine(e),
              e);
        }
        if (!told) {
          LOG.warn("{}: {} does not answer yet, waiting up to {}", setting, address, wait);
        }
        pause();
      }
    }
  }

  private static void requireDurable(Connection connection, String setting) throws SQLException {
    for (String name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      try (var statement = connection.prepareStatement(Sql.named("database/setting"))) {
        statement.setString(1, name);
        try (var rows = statement.executeQuery()) {
          rows.next();
          if ("off".equals(rows.getString(1))) {
            throw new DatabaseException(
                setting
                    + ": "
                    + name
                    + " is off (expected: on; without it an acknowledged message can be lost)",
                null);
          }
        }
      }
    }
  }

  private static void pause() {
    try {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while waiting for the database", e);
    }
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() {
    pool.close();
  }
}
