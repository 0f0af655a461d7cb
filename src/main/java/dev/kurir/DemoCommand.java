package dev.kurir;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kurir.sandbox.Demo;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramSandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kurir demo}: a Kurir of its own with sandboxes for the networks, on free ports and in a
 * temporary directory, plays the paper's conversation and stays up.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Plays a conversation across LINE, Telegram and XMPP on this machine alone, then stays up.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--once", description = "Stop after the conversation instead of staying up.")
  private boolean once;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    // The transcript is for people: what goes well is not logged into it.
    if (LoggerFactory.getLogger("dev.kurir") instanceof Logger logger) {
      logger.setLevel(Level.WARN);
    }
    Path directory = Files.createTempDirectory("kurir-demo-");
    PrintWriter out = spec.commandLine().getOut();
    out.println("Starting Kurir, its database and the sandbox networks …");
    out.flush();
    try (Stage stage = new Stage(directory)) {
      stage.demo.play();
      if (!once) {
        StopSignal.begin().await(stage, new CompletableFuture<>());
      }
    }
    out.println("Stopped; nothing is left behind.");
    return 0;
  }

  /** Everything that the demonstration needs; closed in the reverse order, then the files go. */
  private static final class Stage implements AutoCloseable {
    private final Path directory;
    private final LineSandbox line = LineSandbox.start(0);
    private final TelegramSandbox telegram = TelegramSandbox.start(0);
    private final @Nullable Prosody prosody;
    private final Bridge kurir;
    private final Demo demo;
    private boolean closed;

    Stage(Path directory) throws Exception {
      this.directory = directory;
      this.prosody =
          Prosody.find().isPresent()
              ? Prosody.start(directory.resolve("prosody"), "xmpp.jp", 0)
              : null;
      int port = freePort();
      Settings settings = RunCommand.settings().with(own(port));
      this.kurir = Bridge.start(settings);
      this.demo =
          new Demo(
              URI.create("http://127.0.0.1:" + port),
              Files.readString(settings.data().resolve("admin.token")).strip(),
              line,
              telegram,
              prosody);
    }

    private Map<String, String> own(int port) throws IOException {
      Map<String, String> own = new TreeMap<>();
      own.put("kurir.data.directory", directory.resolve("data").toString());
      own.put("kurir.secret.key-file", "");
      own.put("kurir.database.url", "");
      own.put("kurir.passive.url", "");
      own.put("kurir.http.bind", "127.0.0.1");
      own.put("kurir.http.port", Integer.toString(port));
      own.put("kurir.http.public-url", "http://127.0.0.1:" + port);
      own.put("kurir.management.bind", "127.0.0.1");
      own.put("kurir.management.port", Integer.toString(freePort()));
      own.put("kurir.udp.port", Integer.toString(freePort()));
      own.put("kurir.udp.bind", "127.0.0.1");
      own.put("kurir.line.api-url", line.apiUrl().toString());
      own.put("kurir.line.data-api-url", line.apiUrl().toString());
      own.put("kurir.telegram.api-url", telegram.apiUrl().toString());
      return own;
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    @Override
    public synchronized void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      demo.close();
      kurir.close();
      line.close();
      telegram.close();
      if (prosody != null) {
        prosody.close();
      }
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
}
