package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir archive run|status|pause|resume|search|restore}. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = "Moves old messages to the passive database, and finds them there.")
final class ArchiveCommand {
  private static final String PATH = "/api/v1/archive";
  private static final int LOOK_MS = 300;

  private ArchiveCommand() {}

  static CommandLine line(Supplier<Server> server) {
    return new CommandLine(new ArchiveCommand())
        .addSubcommand(new Run(server))
        .addSubcommand(new Status(server))
        .addSubcommand(new Pause(server))
        .addSubcommand(new Resume(server))
        .addSubcommand(new Search(server))
        .addSubcommand(new Restore(server));
  }

  private abstract static class Asking implements Runnable {
    @Mixin private final ServerOptions options;
    @Spec private CommandSpec spec = CommandSpec.create();

    Asking(Supplier<Server> server) {
      this.options = new ServerOptions(server);
    }

    ApiClient client() {
      return options.client();
    }

    PrintWriter out() {
      return spec.commandLine().getOut();
    }

    void show(JsonNode status) {
      PrintWriter out = out();
      JsonNode last = status.path("lastSweep");
      out.printf(
          "The archive is %s%s. It has moved %,d rows in %,d moves, %s of tables.%n",
          status.path("state").asText(),
          status.path("pausedAt").isTextual() ? " since " + status.path("pausedAt").asText() : "",
          status.path("rows").asLong(),
          status.path("moves").asLong(),
          size(status.path("bytes").asLong()));
      if (last.isObject()) {
        out.printf(
            "Last sweep: %s to %s, %,d rows%s%n",
            last.path("beganAt").asText(),
            last.path("endedAt").asText(),
            last.path("rows").asLong(),
            last.path("hindrance").isTextual()
                ? ", ended early: " + last.path("hindrance").asText()
                : "");
      }
      Table table = new Table("DAY", "TABLE", "ROWS", "BYTES", "TOOK", "DONE", "CHECKSUM");
      for (JsonNode move : status.path("items")) {
        table.row(
            move.path("day").asText(),
            move.path("table").asText() + (move.path("part").booleanValue() ? " (part)" : ""),
            move.path("rows").asText(),
            move.path("part").booleanValue() ? "-" : size(move.path("bytes").asLong()),
            move.path("tookMs").asText() + " ms",
            move.path("doneAt").isTextual() ? move.path("doneAt").asText() : "not yet",
            move.path("checksum").asText());
      }
      if (!status.path("items").isEmpty()) {
        table.print(out);
      }
      out.flush();
    }

    private static String size(long bytes) {
      return bytes < 10_000_000
          ? String.format(Locale.ROOT, "%,d kB", bytes / 1000)
          : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Sweeps now, and waits until it has ended.")
  static final class Run extends Asking {
    Run(Supplier<Server> server) {
      super(server);
    }

    @Override
    public void run() {
      ApiClient client = client();
      String before = client.get(PATH).path("lastSweep").path("endedAt").asText();
      Instant since = before.isEmpty() ? Instant.EPOCH : Instant.parse(before);
      JsonNode status = client.post(PATH + "/run", Map.of());
      while (!hasEndedAfter(since, status)) {
        try {
          TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CommandException(
              CommandException.REFUSED,
              "interrupted: the sweep goes on; see ./kurir archive status");
        }
        status = client.get(PATH);
      }
      show(status);
      JsonNode hindrance = status.path("lastSweep").path("hindrance");
      if (hindrance.isTextual()) {
        throw new CommandException(CommandException.REFUSED, hindrance.asText());
      }
    }

    private static boolean hasEndedAfter(Instant since, JsonNode status) {
      String ended = status.path("lastSweep").path("endedAt").asText();
      return !ended.isEmpty() && Instant.parse(ended).isAfter(since);
    }
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows how it stands, and what was moved last.")
  static final class Status extends Asking {
    Status(Supplier<Server> server) {
      super(server);
    }

    @Override
    public void run() {
      show(client().get(PATH));
    }
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Lets it rest, on all nodes; a sweep under way ends after its batch.")
  static final class Pause extends Asking {
    Pause(Supplier<Server> server) {
      super(server);
    }

    @Override
    public void run() {
      show(client().post(PATH + "/pause", Map.of()));
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets it go on.")
  static final class Resume extends Asking {
    Resume(Supplier<Server> server) {
      super(server);
    }

    @Override
    public void run() {
      show(client().post(PATH + "/resume", Map.of()));
    }
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = "Brings messages of an owner back into the active database, for a week.")
  static final class Restore extends Asking {
    @Option(names = "--owner", required = true, description = "Whose messages.")
    private String owner = "";

    @Option(names = "--contact", description = "Only what was said with a partner.")
    private @Nullable String contact;

    @Option(names = "--since", paramLabel = "DAY", description = "The first day: 2026-10-01.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "DAY", description = "The last day.")
    private @Nullable String until;

    Restore(Supplier<Server> server) {
      super(server);
    }

    @Override
    public void run() {
      Map<String, @Nullable String> wanted = new LinkedHashMap<>();
      wanted.put("owner", owner);
      wanted.put("contact", contact);
      wanted.put("since", since);
      wanted.put("until", until);
      wanted.values().removeIf(Objects::isNull);
      JsonNode restored = client().post(PATH + "/restore", wanted);
      out()
          .printf(
              "%d messages of %d days are back; they stay until %s.%n",
              restored.path("messages").asLong(),
              restored.path("days").size(),
              restored.path("stayUntil").asText());
      out().flush();
    }
  }

  @Command(
      name = "search",
      mixinStandardHelpOptions = true,
      description = "Finds messages of an owner in the passive database, with their texts.")
  static final class Search extends Asking {
    @Parameters(paramLabel = "WORD", arity = "0..*", description = "Words that all occur.")
    private List<String> words = List.of();

    @Option(names = "--owner", required = true, description = "Whose messages.")
    private String owner = "";

    @Option(names = "--contact", description = "Only of a partner: user name or address.")
    private @Nullable String contact;

    @Option(names = "--since", paramLabel = "DAY", description = "The first day: 2026-10-01.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "DAY", description = "The last day.")
    private @Nullable String until;

    @Option(names = "--after", paramLabel = "ID", description = "Only behind this message.")
    private @Nullable String after;

    Search(Supplier<Server> server) {
      super(server);
    }

    @Override
    public void run() {
      Map<String, @Nullable String> asked = new LinkedHashMap<>();
      asked.put("owner", owner);
      asked.put("contact", contact);
      asked.put("since", since);
      asked.put("until", until);
      asked.put("words", words.isEmpty() ? null : String.join(" ", words));
      asked.put("after", after);
      String query =
          asked.entrySet().stream()
              .filter(one -> one.getValue() != null)
              .map(one -> one.getKey() + "=" + ApiClient.part(String.valueOf(one.getValue())))
              .collect(Collectors.joining("&"));
      JsonNode page = client().get(PATH + "/messages?" + query);
      Table table = new Table("MESSAGE", "AT", "NETWORK", "", "CONTACT", "STATE", "TEXT");
      for (JsonNode message : page.path("items")) {
        table.row(
            message.path("id").asText(),
            message.path("receivedAt").asText(),
            message.path("network").asText(),
            message.path("direction").asText().equals("in") ? "from" : "to",
            message.path("contact").isNull() ? "-" : message.path("contact").asText(),
            message.path("state").asText(),
            message.path("text").asText());
      }
      if (page.path("items").isEmpty()) {
        out().println("Nothing of that is in the archive.");
      } else {
        table.print(out());
      }
      if (page.path("next").isNumber()) {
        out().println("More: --after " + page.path("next"));
      }
      out().flush();
    }
  }
}
