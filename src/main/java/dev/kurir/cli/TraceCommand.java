package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir trace}: everything that happened to one message, without its text. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = "Shows the whole timeline of a message, without its text.")
final class TraceCommand implements Runnable {
  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      description = "The number of a message, as logs and lists show it.")
  private long id;

  TraceCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public void run() {
    JsonNode message = options.client().get("/api/v1/messages/" + id);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Message %s: %s %s, %s %s%s, %s%n",
        message.path("id").asText(),
        message.path("network").asText(),
        message.path("kind").asText(),
        message.path("direction").asText().equals("in") ? "received from" : "for",
        message.path("contact").isNull()
            ? "the owner"
            : message.path("contact").asText().replaceAll("\\p{Cntrl}+", " "),
        message.path("number").isNumber() ? " as number " + message.path("number") : "",
        message.path("state").asText());
    Table table = new Table("AT", "MESSAGE", "EVENT", "DETAIL");
    for (JsonNode entry : message.path("timeline")) {
      table.row(
          entry.path("at").asText(),
          entry.path("messageId").asText(),
          entry.path("event").asText(),
          entry.path("detail").isNull() ? "" : entry.path("detail").asText());
    }
    table.print(out);
  }
}
