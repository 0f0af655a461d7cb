package dev.kurir.chaos;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The PostgreSQL that Kurir is told of as an external one: stopped, killed, frozen and started
 * again on the same port and data. Not thread-safe.
 */
public final class Postgres implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private final EmbeddedDatabase server;
  private final Path cluster;
  private final File log;
  private final List<String> command;

  public Postgres(Path directory) throws IOException {
    server = EmbeddedDatabase.start(directory);
    cluster = directory.resolve("cluster");
    log = directory.resolve("restarted.log").toFile();
    command = command(Files.readString(cluster.resolve("postmaster.opts")));
  }

  /** The words of the command line that PostgreSQL has noted, some of them quoted. */
  private static List<String> command(String noted) {
    List<String> words = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("unshare", "-U")); // it refuses to run as root
    }
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(noted);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  public DatabaseAddress active() {
    return server.active();
  }

  public DatabaseAddress passive() {
    return server.passive();
  }

  /** In order, but without waiting for clients (a fast shutdown). */
  public void stop() throws IOException {
    ProcessHandle postmaster = postmaster();
    signal("INT", Stream.of(postmaster));
    postmaster.onExit().join();
  }

  /** As a power cut would. */
  public void kill() throws IOException {
    ProcessHandle postmaster = postmaster();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
  }

  /** It takes connections and answers nothing. */
  void freeze() throws IOException {
    ProcessHandle postmaster = postmaster();
    signal("STOP", Stream.concat(Stream.of(postmaster), postmaster.children()));
  }

  void thaw() throws IOException {
    ProcessHandle postmaster = postmaster();
    signal("CONT", Stream.concat(Stream.of(postmaster), postmaster.children()));
  }

  private ProcessHandle postmaster() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).get(0).strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("PostgreSQL does not run"));
  }

  private static void signal(String name, Stream<ProcessHandle> processes) throws IOException {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> kill.add(Long.toString(process.pid())));
    new ProcessBuilder(kill).start().onExit().join();
  }

  /** Returns when it serves. */
  public void start() throws IOException {
    Patience.until(this::startOnce, "PostgreSQL to start again", READY_WITHIN);
  }

  /** While the killed one's last processes end, a new one gives up at once. */
  private boolean startOnce() throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    Patience.until(
        () -> !process.isAlive() || serves(), "PostgreSQL to serve or to give up", READY_WITHIN);
    return process.isAlive();
  }

  private boolean serves() throws Exception {
    DatabaseAddress address = active();
    try (Connection connection =
        DriverManager.getConnection(address.url(), address.username(), address.password())) {
      return connection.isValid(5);
    }
  }

  @Override
  public void close() {
    try {
      thaw();
    } catch (IOException e) {
      // it does not run, so it is not frozen
    }
    server.close();
  }
}
