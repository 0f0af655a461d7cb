package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir bot}: the accounts that owners have on networks. */
@Command(
    name = "bot",
    mixinStandardHelpOptions = true,
    description = "Adds, lists and removes the bots of an owner.")
final class BotCommand {
  private BotCommand() {}

  static CommandLine line(Supplier<Server> server, InputStream input) {
    return new CommandLine(new BotCommand())
        .addSubcommand(new Add(server, input))
        .addSubcommand(new ListAll(server))
        .addSubcommand(new Remove(server));
  }

  private static String path(String owner) {
    return "/api/v1/owners/" + ApiClient.part(owner) + "/bots";
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Registers a bot with its network; it is live when the command ends.",
      footer = {
        "",
        "Examples:",
        "  ./kurir bot add sari --network telegram --credential-file token=token.txt",
        "  pass show line | ./kurir bot add sari --network line --role master \\",
        "    --credential-file channelSecret=- --credential-file channelAccessToken=-",
        "  ./kurir bot add sari --network xmpp --credential jid=bridge@lab.test \\",
        "    --credential-file password=password.txt"
      })
  static final class Add implements Runnable {
    @Mixin private final ServerOptions options;
    @Mixin private final CredentialOptions credentials;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "OWNER", description = "Whose bot it is.")
    private String owner = "";

    @Option(
        names = "--network",
        required = true,
        description = "line, telegram, xmpp, or another that this Kurir speaks.")
    private String network = "";

    @Option(
        names = "--role",
        defaultValue = "partner",
        description =
            "master: the owner reads and answers there; partner: partners write there (default:"
                + " ${DEFAULT-VALUE}).")
    private String role = "";

    Add(Supplier<Server> server, InputStream input) {
      this.options = new ServerOptions(server);
      this.credentials = new CredentialOptions(input);
    }

    @Override
    public void run() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("network", network);
      body.put("role", role);
      body.put("credentials", credentials.read());
      JsonNode bot = options.client().post(path(owner), body);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "Bot %s is live: %s %s (%s).%n",
          bot.path("id").asText(),
          bot.path("network").asText(),
          bot.path("account").asText(),
          bot.path("role").asText());
      out.printf("Webhook path: %s%n", bot.path("webhookPath").asText());
      out.flush();
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the bots of an owner, without credentials.")
  static final class ListAll implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "OWNER", description = "Whose bots.")
    private String owner = "";

    ListAll(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    @Override
    public void run() {
      Table table = new Table("BOT", "NETWORK", "ROLE", "ACCOUNT", "WEBHOOK PATH");
      for (JsonNode bot : options.client().get(path(owner)).path("items")) {
        table.row(
            bot.path("id").asText(),
            bot.path("network").asText(),
            bot.path("role").asText(),
            bot.path("account").asText(),
            bot.path("webhookPath").asText());
      }
      table.print(spec.commandLine().getOut());
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a bot and its webhook, and forgets its credentials.")
  static final class Remove implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "OWNER", description = "Whose bot it is.")
    private String owner = "";

    @Parameters(paramLabel = "BOT", description = "Its number, as list shows it.")
    private int bot;

    Remove(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    @Override
    public void run() {
      options.client().delete(path(owner) + "/" + bot);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("Bot %d is removed.%n", bot);
      out.flush();
    }
  }
}
