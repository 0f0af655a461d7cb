package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.cluster.ClusterKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir cluster keygen|status}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = "Makes the key of servers that work together, and shows them.")
final class ClusterCommand {
  private static final int SHOWN = 16;

  private ClusterCommand() {}

  static CommandLine line(Supplier<Server> server) {
    return new CommandLine(new ClusterCommand())
        .addSubcommand(new KeyGen())
        .addSubcommand(new Status(server));
  }

  @Command(
      name = "keygen",
      mixinStandardHelpOptions = true,
      description = "Makes a key: whoever has the file is one of the servers.")
  static final class KeyGen implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Where to put it; it must not exist yet.")
    private Path file = Path.of("cluster.p12");

    @Override
    public void run() {
      try {
        String fingerprint = ClusterKey.make(file).fingerprint();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s is made, mode 0600, SHA-256 %s%n", file, fingerprint);
        out.printf(
            "Next: copy it to every server, set kurir.cluster.keystore to it and kurir.cluster.peers.%n");
        out.flush();
      } catch (FileAlreadyExistsException e) {
        throw new CommandException(
            CommandException.REFUSED, "FILE: " + file + " (expected: one that does not exist)");
      } catch (NoSuchFileException e) {
        throw new CommandException(
            CommandException.REFUSED, "FILE: " + file + " (expected: in a directory that exists)");
      } catch (IOException e) {
        throw new CommandException(
            CommandException.REFUSED, "FILE: " + file + " can't be made: " + e.getMessage());
      }
    }
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows all servers, as the asked one sees them.")
  static final class Status implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    Status(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    @Override
    public void run() {
      Table table =
          new Table("NODE", "STATE", "CLIENTS AT", "SERVERS AT", "SESSIONS", "DISTANCE", "KEY");
      for (JsonNode server : options.client().get("/api/v1/servers").path("items")) {
        JsonNode far = server.path("roundTripMs");
        table.row(
            server.path("node").asText(),
            server.path("active").booleanValue() ? "active" : "gone",
            server.path("clientAddress").asText(),
            shown(server.path("clusterAddress")),
            server.path("sessions").asText() + " of " + server.path("quota").asText(),
            server.path("self").booleanValue()
                ? "asked"
                : far.isNumber() ? String.format(Locale.ROOT, "%.1f ms", far.asDouble()) : "-",
            shown(server.path("fingerprint")));
      }
      table.print(spec.commandLine().getOut());
    }

    private static String shown(JsonNode text) {
      String all = text.isTextual() ? text.asText() : "-";
      return all.length() > SHOWN ? all.substring(0, SHOWN) : all;
    }
  }
}
