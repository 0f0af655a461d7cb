package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import dev.kurir.database.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that is measured: the configured one, or an embedded one of the bench's own. The
 * bench's databases are made on it and dropped when it is closed; no other one is touched. One
 * thread.
 */
final class Server implements AutoCloseable {
  private final DatabaseAddress address;
  private final @Nullable EmbeddedDatabase embedded;
  private final Deque<String> made = new ArrayDeque<>();

  private Server(DatabaseAddress address, @Nullable EmbeddedDatabase embedded) {
    this.address = address;
    this.embedded = embedded;
  }

  /**
   * Opens it.
   *
   * @param configured any database on the server, whose user may create databases; null: embedded
   */
  static Server open(@Nullable DatabaseAddress configured, Path directory) {
    if (configured != null) {
      return new Server(configured, null);
    }
    EmbeddedDatabase own = EmbeddedDatabase.start(directory.resolve("postgres"));
    return new Server(own.active(), own);
  }

  /** Makes an empty database with a name that is free. */
  DatabaseAddress create() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement exists = connection.prepareStatement(Sql.named("database/exists"));
        Statement statement = connection.createStatement()) {
      for (int n = 1; ; n++) {
        String name = "kurir_bench_" + n;
        exists.setString(1, name);
        if (!exists.executeQuery().next()) {
          statement.execute(Sql.named("database/create").replace("$name", name));
          made.push(name);
          return named(name);
        }
      }
    }
  }

  /** Drops a database that {@link #create} made. */
  void drop(DatabaseAddress database) throws SQLException {
    String path = database.shown();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (made.remove(name)) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(Sql.named("bench/drop-database").replace("$name", name));
      }
    }
  }

  /** Writes out what is dirty, where the user may, so that every run begins alike. */
  void checkpoint() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(Sql.named("bench/checkpoint"));
    } catch (SQLException e) {
      // an external server's user may lack the right: its own checkpoints come all the same
    }
  }

  /** Executes a statement of a file in a database of the bench. */
  void execute(String query, DatabaseAddress database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(Sql.named(query));
    }
  }

  /** A session of its own. */
  Connection connect(DatabaseAddress database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.username(), database.password());
  }

  private Connection connect() throws SQLException {
    return connect(address);
  }

  private DatabaseAddress named(String name) {
    String url = address.url();
    int parameters = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    String base = url.substring(0, url.lastIndexOf('/', parameters - 1) + 1);
    return new DatabaseAddress(
        base + name + url.substring(parameters), address.username(), address.password());
  }

  @Override
  public void close() throws SQLException {
    if (embedded != null) {
      embedded.close(); // and its directory goes with the bench's
      return;
    }
    while (!made.isEmpty()) {
      drop(named(made.element()));
    }
  }
}
