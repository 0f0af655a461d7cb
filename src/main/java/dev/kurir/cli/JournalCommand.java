package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurir journal replay}. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "What this node acknowledged, as it keeps it beside the database.")
final class JournalCommand {
  private JournalCommand() {}

  static CommandLine line(Supplier<Server> server) {
    return new CommandLine(new JournalCommand()).addSubcommand(new Replay(server));
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Stores and delivers what this node's journal has and neither database does.",
        "For when a database was lost and an older copy put in its place: ask every node.",
        "What was delivered after that copy was made is delivered again: nobody else knows of it."
      })
  static final class Replay implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Only what was received since: 2026-10-31T08:00:00Z.")
    private @Nullable String since;

    Replay(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    @Override
    public void run() {
      Map<String, String> request = new LinkedHashMap<>();
      if (since != null) {
        request.put("since", since);
      }
      long read = 0;
      long stored = 0;
      long known = 0;
      long left = 0;
      JsonNode next;
      PrintWriter out = spec.commandLine().getOut();
      do {
        JsonNode part = options.client().post("/api/v1/journal/replay", request);
        read += part.path("read").asLong();
        stored += part.path("stored").asLong();
        known += part.path("known").asLong();
        left += part.path("left").asLong();
        next = part.path("next");
        if (next.isTextual()) {
          request.put("from", next.asText());
          out.printf("%,d read, %,d were missing …%n", read, stored);
          out.flush();
        }
      } while (next.isTextual());
      out.printf(
          "%,d messages in the journal: %,d were missing and are stored now, %,d were there, %,d are"
              + " left out (commands, erased texts, bots that are not here).%n",
          read, stored, known, left);
      out.flush();
    }
  }
}
