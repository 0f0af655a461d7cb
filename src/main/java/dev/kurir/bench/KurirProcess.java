package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Kurir in a process of its own, with the heap that the launcher gives it, and the orders that a
 * bench gives to it. Its memory is Kurir's and that of the little that feeds it. One thread.
 */
final class KurirProcess implements AutoCloseable {
  private static final int STOP_S = 40;

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final Path log;

  private KurirProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it; returns when it serves and its owners are paired.
   *
   * @param command with all arguments
   * @param settings by name; the rest is as the user has it
   */
  static KurirProcess start(
      List<String> command, Map<String, String> settings, DatabaseAddress active, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("kurir.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("KURIR_ADMIN_TOKEN");
    Map<String, String> own = new HashMap<>(settings);
    own.put("kurir.data.directory", directory.resolve("data").toString());
    own.put("kurir.database.url", active.url());
    own.put("kurir.database.username", active.username());
    own.put("kurir.database.password", active.password());
    own.forEach((name, value) -> environment.put(variable(name), value));
    KurirProcess kurir = new KurirProcess(builder.start(), log);
    try {
      kurir.await("ready");
      return kurir;
    } catch (IOException | RuntimeException e) {
      kurir.process.destroyForcibly();
      throw e;
    }
  }

  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Gives an order and waits for its figures. */
  Map<String, Double> order(String order) throws IOException {
    orders.write(order);
    orders.newLine();
    orders.flush();
    Map<String, Double> figures = new HashMap<>();
    for (String word : await("ok").split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
      }
    }
    return figures;
  }

  /** The answer; a JVM may say something of its own on the standard output before. */
  private String await(String expected) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith(expected) && !line.startsWith("failed")) {
      line = answers.readLine();
    }
    if (line == null || !line.startsWith(expected)) {
      throw new IOException(
          "Kurir said "
              + (line == null ? "nothing and ended" : line)
              + " (expected: "
              + expected
              + "); its log ends: "
              + end());
    }
    return line;
  }

  private String end() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join(" | ", all.subList(Math.max(0, all.size() - 5), all.size()));
    }
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      orders.write("stop");
      orders.newLine();
      orders.flush();
      if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
