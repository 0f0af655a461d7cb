package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurir erase}: takes the texts of what was said with a partner. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the texts of what was said with a partner from both databases and the journal.",
      "That there were messages stays. It can't be undone."
    })
final class EraseCommand implements Runnable {
  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--owner", required = true, description = "Whose partner.")
  private String owner = "";

  @Option(names = "--contact", required = true, description = "User name or address.")
  private String contact = "";

  EraseCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public void run() {
    JsonNode erased =
        options.client().post("/api/v1/archive/erase", Map.of("owner", owner, "contact", contact));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "The texts of %d messages are erased, and %d lines of this node's journal.%n",
        erased.path("messages").asLong(), erased.path("journalLines").asLong());
    if (erased.path("open").asLong() > 0) {
      out.printf(
          "%d messages are still on their way and keep their text: run this again when they ended.%n",
          erased.path("open").asLong());
    }
    if (!erased.path("checkpointed").booleanValue()) {
      out.println(
          "PostgreSQL's tables hold some of them until the next sweep (./kurir archive run) and checkpoint.");
    }
    out.println(
        "PostgreSQL's write-ahead log holds them until it is recycled; so do backups. Other"
            + " nodes erase their journals within a minute.");
    out.flush();
  }
}
