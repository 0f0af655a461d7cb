package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir owner}: the people whose bots Kurir serves. */
@Command(name = "owner", mixinStandardHelpOptions = true, description = "Adds and lists owners.")
final class OwnerCommand {
  private static final String PATH = "/api/v1/owners";

  private OwnerCommand() {}

  static CommandLine line(Supplier<Server> server) {
    return new CommandLine(new OwnerCommand())
        .addSubcommand(new Add(server))
        .addSubcommand(new ListAll(server));
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds an owner and prints the pairing code.")
  static final class Add implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "USERNAME",
        description = "1 to 32 of a-z, 0-9, dot, underscore, hyphen.")
    private String username = "";

    Add(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    @Override
    public void run() {
      JsonNode owner = options.client().post(PATH, Map.of("username", username));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s is added. Pairing code: %s%n",
          owner.path("username").asText(), owner.path("pairingCode").asText());
      out.printf(
          "Next: ./kurir bot add %s --network line --role master …, then send the code to that bot.%n",
          owner.path("username").asText());
      out.flush();
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists all owners, with the codes that were not used yet.")
  static final class ListAll implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    ListAll(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    @Override
    public void run() {
      Table table = new Table("OWNER", "PAIRED", "PAIRING CODE", "SINCE");
      for (JsonNode owner : options.client().get(PATH).path("items")) {
        table.row(
            owner.path("username").asText(),
            owner.path("paired").booleanValue() ? "yes" : "no",
            owner.path("pairingCode").isNull() ? "-" : owner.path("pairingCode").asText(),
            owner.path("createdAt").asText());
      }
      table.print(spec.commandLine().getOut());
    }
  }
}
