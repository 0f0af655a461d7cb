package dev.kurir.growth;

import dev.kurir.database.Database;
import dev.kurir.database.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An empty active database on a PostgreSQL of its own, in a directory of its own; both go when it
 * is closed, and when the process is told to end. Thread-safe.
 */
final class Scratch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final Thread hook = new Thread(this::end, "growth-end");
  private @Nullable EmbeddedDatabase server;
  private @Nullable Database database;
  private boolean closed;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts it.
   *
   * @param parent where its directory is made
   */
  static Scratch start(Path parent) throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory(parent, "kurir-growth-"));
    Runtime.getRuntime().addShutdownHook(scratch.hook);
    try {
      scratch.open();
      return scratch;
    } catch (RuntimeException | Error e) {
      scratch.close();
      throw e;
    }
  }

  private synchronized void open() {
    server = EmbeddedDatabase.start(directory.resolve("postgres"));
    database = Database.open("growth", server.active(), "sql/active", 1, PATIENCE);
  }

  /** The migrated database. */
  synchronized Database database() {
    if (database == null || closed) {
      throw new IllegalStateException("not open");
    }
    return database;
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs and finds nothing to do.
    }
  }

  private synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    if (database != null) {
      database.close();
    }
    if (server != null) {
      server.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " could not be removed", e);
    }
  }
}
