package dev.kurir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir routes try}: what changed rules would have made of stored messages. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description = {
      "Maps stored messages under changed route files and shows how the outbox would differ.",
      "Nothing is sent, nothing is stored."
    })
final class RouteTryCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 48;

  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Changed or new route files.")
  private List<Path> files = List.of();

  @Option(
      names = "--since",
      defaultValue = "1d",
      description = "How far back: 1d, 12h, or a time. Default: ${DEFAULT-VALUE}.")
  private String since = "1d";

  @Option(
      names = "--calls",
      description = "Lets rules call their HTTP services, which otherwise are not called.")
  private boolean calls;

  @Option(names = "--promote", description = "Saves the files in place afterwards; they run then.")
  private boolean promote;

  @Option(names = "--json", description = "As JSON, as the API answers it.")
  private boolean json;

  RouteTryCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode tried =
        options
            .client()
            .post(
                "/api/v1/route-files/try",
                Map.of(
                    "files",
                    ProposedFiles.of(files),
                    "since",
                    since,
                    "calls",
                    Boolean.toString(calls),
                    "promote",
                    Boolean.toString(promote)));
    if (json) {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tried));
      out.flush();
      return tried.path("refused").isEmpty() ? 0 : 1;
    }
    return print(tried, out);
  }

  private static int print(JsonNode tried, PrintWriter out) throws JsonProcessingException {
    if (!tried.path("refused").isEmpty()) {
      return RouteStatusCommand.refused(tried.path("refused"), out);
    }
    if (!tried.path("items").isEmpty()) {
      Table table = new Table("MESSAGE", "FROM", "", "TO", "TEXT");
      for (JsonNode item : tried.path("items")) {
        rows(table, item, "-", item.path("before"), item.path("after"));
        rows(table, item, "+", item.path("after"), item.path("before"));
      }
      table.print(out);
    }
    out.printf(
        "%,d of %,d messages become something else%n",
        tried.path("different").asLong(), tried.path("messages").asLong());
    if (tried.path("notCalled").asLong() > 0) {
      out.printf(
          "%,d calls to services were left out (--calls makes them)%n",
          tried.path("notCalled").asLong());
    }
    if (tried.path("promoted").asBoolean()) {
      out.println("the files are in place and run");
    }
    out.flush();
    return 0;
  }

  /** What is in the one and not in the other. */
  private static void rows(
      Table table, JsonNode item, String sign, JsonNode these, JsonNode others) {
    for (JsonNode one : these) {
      boolean same = false;
      for (JsonNode other : others) {
        same |= other.equals(one);
      }
      if (!same) {
        String to = one.path("to").asText();
        table.row(
            item.path("id").asText(),
            item.path("network").asText(),
            sign,
            one.path("network").asText() + (to.equals("master") ? " master" : " contact " + to),
            shown(one.path("text").asText()));
      }
    }
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\R", " | ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "…";
  }
}
