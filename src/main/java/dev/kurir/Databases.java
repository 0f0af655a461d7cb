package dev.kurir;

import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The active and the passive database, as the settings say; embedded ones where they say nothing.
 */
final class Databases implements AutoCloseable {
  private final Settings settings;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Database active;

  private Databases(Settings settings) {
    this.settings = settings;
  }

  /**
   * Opens and migrates them.
   *
   * @param connections at most so many to the active one
   */
  static Databases open(Settings settings, int connections) throws Exception {
    Databases databases = new Databases(settings);
    try {
      databases.active = databases.openActive(connections);
      return databases;
    } catch (Exception | Error e) {
      databases.close();
      throw e;
    }
  }

  Database active() {
    if (active == null) {
      throw new IllegalStateException("not open");
    }
    return active;
  }

  private Database openActive(int connections) {
    DatabaseAddress address = address("kurir.database");
    if (address == null) {
      EmbeddedDatabase embedded = EmbeddedDatabase.start(settings.data().resolve("postgres"));
      opened.push(embedded);
      open("kurir.passive.url", embedded.passive(), "sql/passive", 2);
      return open("kurir.database.url", embedded.active(), "sql/active", connections);
    }
    DatabaseAddress passive = address("kurir.passive");
    if (passive != null) {
      open("kurir.passive.url", passive, "sql/passive", 2);
    }
    Duration wait = settings.duration("kurir.database.wait");
    Database shared =
        Database.openShared("kurir.database.url", address, "sql/active", connections, wait);
    opened.push(shared);
    return shared;
  }

  private Database open(String setting, DatabaseAddress address, String migrations, int size) {
    Database database =
        Database.open(setting, address, migrations, size, settings.duration("kurir.database.wait"));
    opened.push(database);
    return database;
  }

  private @Nullable DatabaseAddress address(String prefix) {
    return settings
        .optional(prefix + ".url")
        .map(
            url ->
                new DatabaseAddress(
                    url,
                    settings.optional(prefix + ".username").orElse("kurir"),
                    settings.optional(prefix + ".password").orElse("")))
        .orElse(null);
  }

  @Override
  public void close() throws Exception {
    Exception first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
