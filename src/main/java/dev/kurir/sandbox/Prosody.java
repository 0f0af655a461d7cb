package dev.kurir.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A private XMPP server: the installed Prosody as a child process on 127.0.0.1, with its own
 * certificate authority, accounts and messages in one directory.
 *
 * <p>Ready when {@link #start} returns; data, certificate and port survive {@link #kill} and {@link
 * #restart}. One left running in the same directory by a killed JVM is ended first. Runs as root
 * and as an ordinary user. Not thread-safe, except {@link #register}.
 */
public final class Prosody implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Pattern NODE = Pattern.compile("[a-z0-9._-]{1,64}");

  private final Path directory;
  private final Path program;
  private final Options options;
  private final Thread atExit = new Thread(this::kill, "prosody-at-exit");
  private final int port;
  private final int componentPort;
  private @Nullable Process process;

  /**
   * How the server is made.
   *
   * @param hosts the domains it serves, the first one is {@link Prosody#host()}
   * @param port its client port; 0: a free one
   * @param archive whether accounts have a message archive (XEP-0313): needed for catch-up, but
   *     Prosody 0.12 stalls on accounts with some thousand archived messages, so without it for
   *     load
   * @param encryption whether it offers TLS, and then demands it; without it a client that sends
   *     its password is a fault
   * @param components the secrets of the components (XEP-0114) that may connect, by their domains
   */
  public record Options(
      List<String> hosts,
      int port,
      boolean archive,
      boolean encryption,
      Map<String, String> components) {
    public Options {
      hosts = List.copyOf(hosts);
      components = Map.copyOf(components);
    }

    /** One domain on a free port, with archive and encryption. */
    public static Options of(String... hosts) {
      return new Options(List.of(hosts), 0, true, true, Map.of());
    }

    public Options withPort(int other) {
      return new Options(hosts, other, archive, encryption, components);
    }

    public Options withoutArchive() {
      return new Options(hosts, port, false, encryption, components);
    }

    public Options withoutEncryption() {
      return new Options(hosts, port, archive, false, components);
    }

    /** Lets a component connect, on a port that is always a free one. */
    public Options withComponent(String domain, String secret) {
      Map<String, String> more = new HashMap<>(components);
      more.put(domain, secret);
      return new Options(hosts, port, archive, encryption, more);
    }
  }

  private Prosody(Path directory, Path program, Options options, int port, int componentPort) {
    this.directory = directory;
    this.program = program;
    this.options = options;
    this.port = port;
    this.componentPort = componentPort;
  }

  /** The installed program, where there is one. */
  public static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(
            (path + File.pathSeparator + "/usr/bin:/usr/local/bin:/opt/homebrew/bin")
                .split(File.pathSeparator))
        .stream()
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "prosody"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one with an archive for one domain; port 0: a free one. */
  public static Prosody start(Path directory, String host, int port) throws IOException {
    return start(directory, Options.of(host).withPort(port));
  }

  /**
   * Starts one.
   *
   * @throws IOException in one line: Prosody is not installed, or why it does not start
   */
  public static Prosody start(Path directory, Options options) throws IOException {
    Path program =
        find()
            .orElseThrow(
                () ->
                    new IOException("prosody: not installed (expected: apt-get install prosody)"));
    Path home = Files.createDirectories(directory).toRealPath();
    ProsodyFiles files = new ProsodyFiles(home);
    files.certificates(options.hosts());
    endLeftover(home);
    for (int tries = 1; ; tries++) {
      int port = options.port() == 0 ? freePort() : options.port();
      int componentPort = options.components().isEmpty() ? 0 : freePort();
      files.configuration(options, port, componentPort);
      Prosody prosody = new Prosody(home, program, options, port, componentPort);
      try {
        prosody.launch();
        Runtime.getRuntime().addShutdownHook(prosody.atExit);
        return prosody;
      } catch (IOException e) {
        prosody.kill();
        if ((options.port() != 0 && componentPort == 0) || tries == 3) {
          throw e; // a free port may be taken by somebody else in between: only then again
        }
      }
    }
  }

  /**
   * Makes an account, or changes its password; at once, also while the server runs.
   *
   * @param user the name on {@link #host()}, or a bare JID on one of its domains
   */
  public void register(String user, String password) throws IOException {
    int at = user.indexOf('@');
    String node = at < 0 ? user : user.substring(0, at);
    String host = at < 0 ? host() : user.substring(at + 1).toLowerCase(Locale.ROOT);
    if (!NODE.matcher(node).matches() || !options.hosts().contains(host)) {
      throw new IllegalArgumentException(
          "user: \"" + user + "\" (expected: a-z, 0-9, . _ - on " + options.hosts() + ")");
    }
    new ProsodyFiles(directory).account(host, node, password);
  }

  /** The certificate of the authority that signed the server's, PEM. */
  public Path caFile() {
    return directory.resolve("ca.crt");
  }

  public int port() {
    return port;
  }

  /** Where components connect; 0: there are none. */
  public int componentPort() {
    return componentPort;
  }

  /** The first domain. */
  public String host() {
    return options.hosts().get(0);
  }

  /** Ends it at once, as a power cut would (SIGKILL), and waits until it is gone. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Lets it take connections and answer nothing, until {@link #thaw} (SIGSTOP). */
  public void freeze() throws IOException {
    signal("STOP");
  }

  /** Lets it go on where it stopped (SIGCONT). */
  public void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process running = process;
    if (running != null) {
      new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start().onExit().join();
    }
  }

  /** Starts it again, on the same port and data; kills it first where it still runs. */
  public void restart() throws IOException {
    kill();
    launch();
  }

  /** Ends it in order; its directory stays. */
  @Override
  public void close() {
    Process running = process;
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is on its way out: the hook ends the process
    }
    if (running != null) {
      running.destroy();
      try {
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
          kill();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        kill();
      }
    }
  }

  private void launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(), "-F", "--config", directory.resolve("prosody.cfg.lua").toString());
    builder.environment().put("HOME", directory.toString());
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    long logged = Files.exists(log()) ? Files.size(log()) : 0;
    Process started = builder.start();
    process = started;
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try {
      while (!listens(logged) || !answers()) {
        if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException("prosody: ended at once, " + lastLine());
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("prosody: not ready within " + READY_WITHIN + ", " + lastLine());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("prosody: interrupted while it started", e);
    }
  }

  /** Whether this process, not another server, has the port; Prosody runs on without it. */
  private boolean listens(long logged) throws IOException {
    String log = logSince(logged);
    if (log.contains("Activated service 'c2s' on no ports")) {
      kill();
      throw new IOException("prosody: port " + port + " is taken (expected: a free port)");
    }
    if (log.contains("Activated service 'component' on no ports") && componentPort != 0) {
      kill();
      throw new IOException("prosody: port " + componentPort + " is taken (expected: a free port)");
    }
    return log.contains("Activated service 'c2s' on ")
        && (componentPort == 0 || log.contains("Activated service 'component' on "));
  }

  private Path log() {
    return directory.resolve("prosody.log");
  }

  private String logSince(long offset) throws IOException {
    try (InputStream in = Files.newInputStream(log())) {
      in.skipNBytes(offset);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean answers() {
    String open =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='"
            + host()
            + "' version='1.0'>";
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(open.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      byte[] answer = in.readNBytes(5);
      return new String(answer, StandardCharsets.UTF_8).equals("<?xml");
    } catch (IOException e) {
      return false;
    }
  }

  private String lastLine() {
    try {
      List<String> lines = Files.readAllLines(log());
      return lines.isEmpty() ? "it wrote no log" : lines.get(lines.size() - 1).strip();
    } catch (IOException e) {
      return "its log is unreadable";
    }
  }

  /** A JVM that was killed leaves its child: ended only if its command names this directory. */
  private static void endLeftover(Path directory) throws IOException {
    Path pidFile = directory.resolve("prosody.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    String pid = Files.readString(pidFile).strip();
    if (pid.matches("[0-9]{1,10}")) {
      ProcessHandle.of(Long.parseLong(pid))
          .filter(
              p ->
                  p.info()
                      .arguments()
                      .map(List::of)
                      .orElse(List.of())
                      .contains(directory.resolve("prosody.cfg.lua").toString()))
          .ifPresent(
              p -> {
                p.destroyForcibly();
                p.onExit().join();
              });
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
