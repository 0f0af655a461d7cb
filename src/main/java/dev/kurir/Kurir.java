package dev.kurir;

import dev.kurir.chat.ChatCommand;
import dev.kurir.cli.KurirCommand;
import dev.kurir.cli.Server;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The program: {@code kurir <command>}. */
public final class Kurir {
  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

  private Kurir() {}

  public static void main(String[] arguments) {
    Map<String, Object> serving = new LinkedHashMap<>();
    serving.put("run", new RunCommand());
    serving.put("demo", new DemoCommand());
    serving.put("bench", new BenchCommand());
    serving.put("chaos", new ChaosCommand());
    serving.put("growth", new GrowthCommand());
    serving.put("chat", new ChatCommand(System.in));
    System.exit(KurirCommand.line(Kurir::server, System.in, serving).execute(arguments));
  }

  /** The Kurir that these settings start, as seen from this machine. */
  private static Server server() {
    Settings settings = RunCommand.settings();
    String bind = settings.text("kurir.http.bind");
    String host = EVERY_ADDRESS.contains(bind) ? "127.0.0.1" : bind;
    return new Server(
        URI.create("http://" + host + ":" + settings.port("kurir.http.port")),
        settings.data().resolve("admin.token"),
        System.getenv("KURIR_ADMIN_TOKEN"));
  }
}
