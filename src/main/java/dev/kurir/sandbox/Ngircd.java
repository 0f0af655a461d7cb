package dev.kurir.sandbox;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private IRC server: the installed ngircd as a child process on 127.0.0.1 with one channel,
 * {@code #lab}. Ready when {@link #start} returns; its port survives {@link #kill} and {@link
 * #restart}. Not thread-safe.
 */
public final class Ngircd implements AutoCloseable {
  private static final long READY_WITHIN_NS = TimeUnit.SECONDS.toNanos(20);

  private final Path directory;
  private final Path program;
  private final int port;
  private final Thread atExit = new Thread(this::kill, "ngircd-at-exit");
  private @Nullable Process process;

  /**
   * How the server is made.
   *
   * @param password what clients must give; empty: none
   * @param penalties whether it slows down who says much, as it does by default
   */
  public record Options(String password, boolean penalties) {
    public static final Options DEFAULT = new Options("", true);
  }

  private Ngircd(Path directory, Path program, int port) {
    this.directory = directory;
    this.program = program;
    this.port = port;
  }

  /** The installed program, where there is one. */
  public static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of((path + File.pathSeparator + "/usr/sbin").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "ngircd"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one on a free port.
   *
   * @throws IOException in one line: it is not installed, or why it does not start
   */
  public static Ngircd start(Path directory, Options options) throws IOException {
    Path program =
        find()
            .orElseThrow(
                () -> new IOException("ngircd: not installed (expected: apt-get install ngircd)"));
    Path home = Files.createDirectories(directory).toRealPath();
    Ngircd server = new Ngircd(home, program, freePort());
    server.configure(options);
    server.restart();
    Runtime.getRuntime().addShutdownHook(server.atExit);
    return server;
  }

  private void configure(Options options) throws IOException {
    Path file = directory.resolve("ngircd.conf");
    Files.writeString(
        file,
        String.join(
            "\n",
            "[Global]",
            "Name = irc.lab.test",
            "Info = Kurir sandbox",
            "Listen = 127.0.0.1",
            "Ports = " + port,
            "MotdPhrase = lab",
            "ServerUID = " + user(),
            "PidFile =",
            "HelpFile =",
            options.password().isEmpty() ? "" : "Password = " + options.password(),
            "[Limits]",
            "MaxConnectionsIP = 0",
            "MaxNickLength = 30",
            options.penalties() ? "" : "MaxPenaltyTime = 0",
            "[Options]",
            "DNS = no",
            "Ident = no",
            "PAM = no",
            "[Channel]",
            "Name = #lab",
            "Modes = +tn",
            ""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** It refuses to run as root. */
  private static String user() {
    String user = System.getProperty("user.name");
    return user.equals("root") ? "nobody" : user;
  }

  public int port() {
    return port;
  }

  /** Ends it at once (SIGKILL), and waits until it is gone. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Starts it again, on the same port; kills it first where it still runs. */
  public void restart() throws IOException {
    kill();
    Path log = directory.resolve("ngircd.log");
    Process started =
        new ProcessBuilder(
                program.toString(), "-n", "-f", directory.resolve("ngircd.conf").toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started;
    long deadline = System.nanoTime() + READY_WITHIN_NS;
    try {
      while (!answers()) {
        if (started.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          kill();
          List<String> lines = Files.readAllLines(log);
          throw new IOException(
              "ngircd: not ready, " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("ngircd: interrupted while it started", e);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is on its way out: the hook ends the process
    }
    kill();
  }
}
