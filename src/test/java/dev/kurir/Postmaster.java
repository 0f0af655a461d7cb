package dev.kurir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded PostgreSQL of running Kurirs, seen from outside: killed, and started again. */
final class Postmaster {
  private final Path cluster;
  private final Path log;
  private final Probe probe;
  private final List<String> command;

  /** Succeeds when the database answers. */
  @FunctionalInterface
  interface Probe {
    void connect() throws SQLException, IOException;
  }

  Postmaster(Lab lab) throws IOException {
    this(lab.data.resolve("postgres"), () -> lab.active().close());
  }

  /** The one in a directory. */
  Postmaster(Path directory, Probe probe) throws IOException {
    this.cluster = directory.resolve("cluster");
    this.log = directory.resolveSibling("postgres.log");
    this.probe = probe;
    this.command = command(Files.readString(cluster.resolve("postmaster.opts")));
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

  /** As a power cut would. */
  void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** On the same port; returns when it serves. */
  void start() {
    TestWait.until(
        () -> {
          Process process =
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                  .start();
          // While the killed one's last processes end, a new one gives up at once.
          TestWait.until(() -> !process.isAlive() || serves(), "PostgreSQL to serve or to give up");
          return process.isAlive();
        },
        "PostgreSQL to start again");
  }

  private boolean serves() {
    try {
      probe.connect();
      return true;
    } catch (Exception notYet) {
      return false;
    }
  }
}
