package dev.kurir.chaos;

import dev.kurir.sandbox.LineRedelivery;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run needs, started in order on free ports of 127.0.0.1 and in one directory;
 * closed in the reverse order, also when this process is asked to end.
 */
final class Stage implements AutoCloseable {
  private static final int DISK_MEGABYTES = 256;
  private static final int LARGE_DISK_MEGABYTES = 2048;

  final Path directory;
  final LineSandbox line;
  final TelegramSandbox telegram;
  final @Nullable Prosody prosody;
  final Postgres postgres;
  final JournalDisk disk;
  final WrongClock clock;
  final KurirProcess kurir;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts it.
   *
   * @param xmpp whether there shall be a Prosody, where it is installed
   */
  Stage(Path directory, boolean xmpp) throws IOException {
    this(directory, xmpp, DISK_MEGABYTES, Map.of());
  }

  /** The same with more room for the journal and with further settings of Kurir. */
  Stage(Path directory, Map<String, String> settings) throws IOException {
    this(directory, false, LARGE_DISK_MEGABYTES, settings);
  }

  private Stage(Path directory, boolean xmpp, int megabytes, Map<String, String> settings)
      throws IOException {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "chaos-at-exit"));
    line = open(LineSandbox.start(0));
    telegram = open(TelegramSandbox.start(0));
    line.redelivery(LineRedelivery.IN_ORDER, Duration.ofMillis(500));
    telegram.paced(true);
    prosody = xmpp && Prosody.find().isPresent() ? startProsody() : null;
    postgres = open(new Postgres(directory.resolve("postgres")));
    disk = open(JournalDisk.mount(directory.resolve("data/journal"), megabytes));
    clock = new WrongClock(directory.resolve("clock"));
    kurir =
        open(
            new KurirProcess(
                directory, postgres, line.apiUrl(), telegram.apiUrl(), clock.option()));
    settings.forEach(kurir::set);
    kurir.start();
    kurir.awaitReady();
  }

  private Prosody startProsody() throws IOException {
    Prosody started = Prosody.start(directory.resolve("prosody"), "chaos.test", 0);
    open(
        () -> {
          started.thaw();
          started.close();
        });
    return started;
  }

  private synchronized <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /** Something more to close, before everything else. */
  void also(AutoCloseable part) {
    open(part);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // the rest shall end all the same
      }
    }
  }

  /** Removes the files; what failed is better kept. */
  void forget() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Stage::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
