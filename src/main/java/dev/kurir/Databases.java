package dev.kurir;

import dev.kurir.archive.Passive;
import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The active and the passive database, as the settings say; embedded ones where they say nothing.
 */
final class Databases implements AutoCloseable {
  private static final int PASSIVE_CONNECTIONS = 4;
  private static final Duration PASSIVE_WAIT = Duration.ofSeconds(2);

  private final Settings settings;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Database active;
  private @Nullable DatabaseAddress passive;

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

  /** The passive one, opened when it is first needed; its own setting empty: beside the active. */
  Passive passive() {
    return new Passive(
        () -> {
          DatabaseAddress address = Objects.requireNonNull(passive, "not open");
          if (settings.optional("kurir.passive.url").isEmpty()) {
            active().createBeside("kurir.passive.url", address);
          }
          return Database.open(
              "kurir.passive.url", address, "sql/passive", PASSIVE_CONNECTIONS, PASSIVE_WAIT);
        });
  }

  private Database openActive(int connections) {
    DatabaseAddress address = address("kurir.database");
    if (address == null) {
      EmbeddedDatabase embedded = EmbeddedDatabase.start(settings.data().resolve("postgres"));
      opened.push(embedded);
      passive = embedded.passive();
      return open("kurir.database.url", embedded.active(), "sql/active", connections);
    }
    DatabaseAddress other = address("kurir.passive");
    passive = other == null ? address.beside("_passive") : other;
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
