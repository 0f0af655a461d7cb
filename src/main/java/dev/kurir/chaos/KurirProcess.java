package dev.kurir.chaos;

import dev.kurir.database.DatabaseAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Kurir as it ships, in a process of its own, as a service manager keeps it: started again when it
 * ends by itself. Not thread-safe, except {@link #url} and {@link #api}.
 */
final class KurirProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private final Map<String, String> settings = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final Path log;
  private final String clock;
  private final int port = freePort();
  private final int managementPort = freePort();
  private final int udpPort = freePort();
  private @Nullable Process process;
  private boolean wanted;
  private int fellOver;

  /**
   * @param clouds where LINE and Telegram are
   * @param clock the JVM option for its clock
   */
  KurirProcess(Path directory, Postgres postgres, URI line, URI telegram, String clock)
      throws IOException {
    this.data = directory.resolve("data");
    this.log = directory.resolve("kurir.log");
    this.clock = clock;
    settings.put("kurir.http.port", Integer.toString(port));
    settings.put("kurir.http.bind", "127.0.0.1");
    settings.put("kurir.http.public-url", url().toString());
    settings.put("kurir.management.port", Integer.toString(managementPort));
    settings.put("kurir.management.bind", "127.0.0.1");
    settings.put("kurir.udp.port", Integer.toString(udpPort));
    settings.put("kurir.udp.bind", "127.0.0.1");
    settings.put("kurir.data.directory", data.toString());
    settings.put("kurir.secret.key-file", "");
    settings.put("kurir.line.api-url", line.toString());
    settings.put("kurir.line.data-api-url", line.toString());
    settings.put("kurir.telegram.api-url", telegram.toString());
    database("kurir.database", postgres.active());
    database("kurir.passive", postgres.passive());
  }

  private void database(String prefix, DatabaseAddress address) {
    settings.put(prefix + ".url", address.url());
    settings.put(prefix + ".username", address.username());
    settings.put(prefix + ".password", address.password());
  }

  /**
   * Not from where outgoing connections take theirs: while Kurir is down, a network that calls its
   * port from the same port would be connected with itself, and keep the port.
   */
  private static int freePort() throws IOException {
    for (int tries = 0; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        if (tries == 100) {
          throw taken;
        }
      }
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  KurirApi api() {
    return new KurirApi(url(), data.resolve("admin.token"));
  }

  Path log() {
    return log;
  }

  /** A setting from the next start on. */
  void set(String setting, String value) {
    settings.put(setting, value);
  }

  /** What stands at its metrics' address. */
  String metrics() throws IOException {
    HttpRequest request = HttpRequest.newBuilder(management("/observe/metrics")).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A line of what Linux says of it, such as {@code Threads} or {@code VmRSS}; -1: unknown. */
  long figure(String name) throws IOException {
    Process running = process;
    Path status = Path.of("/proc/" + (running == null ? 0 : running.pid()) + "/status");
    if (!Files.exists(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(-1);
  }

  private URI management(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  /** How Telegram's updates come from the next start on. */
  void polls(boolean polls) {
    settings.put("kurir.http.public-url", polls ? "" : url().toString());
  }

  /** How often it ended without being asked to. */
  int fellOver() {
    return fellOver;
  }

  /** Starts it; it is not ready yet. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-Dfile.encoding=UTF-8", clock));
    command.addAll(classArchive());
    command.add("-Dkurir.home=" + Path.of(System.getProperty("kurir.home", ".")).toAbsolutePath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kurir.Kurir", "run"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("KURIR_"));
    settings.forEach(
        (key, value) ->
            builder
                .environment()
                .put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    wanted = true;
  }

  /** The class archive that this process was started with, where there is one. */
  private static List<String> classArchive() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-Xlog"))
        .toList();
  }

  /** Waits until it serves, starting it again where it gave up. */
  void awaitReady() throws IOException {
    Patience.until(
        () -> {
          keepAlive();
          return ready();
        },
        "Kurir to be ready (its log: " + log + ")",
        READY_WITHIN);
  }

  /** Starts it again if it ended by itself. */
  void keepAlive() throws IOException {
    Process running = process;
    if (wanted && running != null && !running.isAlive()) {
      fellOver++;
      start();
    }
  }

  private boolean ready() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(management("/observe/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  /** SIGKILL. */
  void kill() {
    end(true);
  }

  /** SIGTERM, and waits for it to finish what is in flight. */
  void stop() {
    end(false);
  }

  private void end(boolean forcibly) {
    wanted = false;
    Process running = process;
    if (running != null) {
      if (forcibly) {
        running.destroyForcibly();
      } else {
        running.destroy();
      }
      running.onExit().join();
    }
  }

  @Override
  public void close() {
    end(true);
  }
}
