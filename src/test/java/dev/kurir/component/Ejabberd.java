package dev.kurir.component;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A private ejabberd with components and nothing else, on 127.0.0.1 and in one directory: the
 * installed one, run by {@code erl} itself, because its own script wants root or its own user.
 *
 * <p>Each component has a port of its own: a connection to an ejabberd_service listener serves all
 * domains of that listener, whichever it names.
 */
final class Ejabberd implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private final Path directory;
  private final Path erl;
  private final Path libraries;
  private final Map<String, Integer> ports;
  private Process process;

  private Ejabberd(Path directory, Path erl, Path libraries, Map<String, Integer> ports) {
    this.directory = directory;
    this.erl = erl;
    this.libraries = libraries;
    this.ports = ports;
  }

  /** Whether there is an Erlang on the path and an ejabberd for it. */
  static boolean isInstalled() throws IOException {
    return erl().isPresent() && libraries().isPresent();
  }

  private static Optional<Path> erl() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "erl"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The folder that holds ejabberd-23.01 or the like: of ERL_LIBS, or where Debian has it. */
  private static Optional<Path> libraries() throws IOException {
    String given = Optional.ofNullable(System.getenv("ERL_LIBS")).orElse("");
    try (Stream<Path> debian = Files.list(Path.of("/usr/lib"))) {
      List<Path> folders =
          Stream.concat(
                  Stream.of(given.split(File.pathSeparator))
                      .filter(f -> !f.isEmpty())
                      .map(Path::of),
                  debian.filter(folder -> folder.toString().endsWith("-linux-gnu")))
              .toList();
      for (Path folder : folders) {
        try (Stream<Path> names = Files.list(folder)) {
          if (names.anyMatch(name -> name.getFileName().toString().startsWith("ejabberd-"))) {
            return Optional.of(folder);
          }
        }
      }
    }
    return Optional.empty();
  }

  static Ejabberd start(Path directory, Map<String, String> components) throws Exception {
    Path home = Files.createDirectories(directory).toRealPath();
    Map<String, Integer> ports = new TreeMap<>();
    List<String> configuration =
        new ArrayList<>(
            List.of("hosts: [ lab.test ]", "auth_method: internal", "modules: {}", "listen:"));
    for (Map.Entry<String, String> component : components.entrySet()) {
      int port = freePort();
      ports.put(component.getKey(), port);
      configuration.add(
          "  - { port: "
              + port
              + ", ip: \"127.0.0.1\", module: ejabberd_service, hosts: { "
              + quoted(component.getKey())
              + ": { password: "
              + quoted(component.getValue())
              + " } } }");
    }
    Files.write(home.resolve("ejabberd.yml"), configuration);
    Ejabberd ejabberd = new Ejabberd(home, erl().orElseThrow(), libraries().orElseThrow(), ports);
    ejabberd.launch();
    return ejabberd;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Where a component connects. */
  int port(String domain) {
    return ports.get(domain);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void restart() throws Exception {
    kill();
    launch();
  }

  private void launch() throws Exception {
    Path spool = Files.createDirectories(directory.resolve("spool"));
    ProcessBuilder builder =
        new ProcessBuilder(
            erl.toString(),
            "-noinput",
            "-mnesia",
            "dir",
            quoted(spool.toString()),
            "-s",
            "ejabberd");
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("ERL_LIBS", libraries.toString());
    builder.environment().put("SPOOL_DIR", spool.toString());
    builder.environment().put("EJABBERD_CONFIG_PATH", directory.resolve("ejabberd.yml").toString());
    builder.environment().put("EJABBERD_LOG_PATH", directory.resolve("ejabberd.log").toString());
    builder.directory(spool.toFile()).redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.resolve("console.log").toFile()));
    process = builder.start();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!listens()) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new IOException(
            "ejabberd: not ready\n" + Files.readString(directory.resolve("console.log")));
      }
    }
  }

  private boolean listens() {
    return ports.values().stream().allMatch(Ejabberd::listens);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    kill();
  }
}
