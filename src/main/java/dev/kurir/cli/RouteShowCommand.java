package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir routes show}: one route of the running Kurir with its file. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a route of the running Kurir: its counters and its file as it was loaded.")
final class RouteShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "Its id, as list shows it.")
  private String id = "";

  @Option(names = "--json", description = "As JSON, as the API answers it.")
  private boolean json;

  RouteShowCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() throws IOException {
    JsonNode route = options.client().get("/api/v1/routes/" + ApiClient.part(id));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(route));
      out.flush();
      return 0;
    }
    out.printf("%s: %s%n", route.path("id").asText(), oneLine(route, "description"));
    out.printf(
        "Group %s, from %s, file %s.%n",
        oneLine(route, "group"),
        oneLine(route, "from"),
        route.path("file").isNull() ? "none: made in Java" : oneLine(route, "file"));
    out.printf(
        "%s: %s exchanges, %s failed, %s in flight, %s ms each.%n",
        route.path("status").asText(),
        route.path("total").asText(),
        route.path("failed").asText(),
        route.path("inFlight").asText(),
        route.path("meanMs").asText());
    if (!route.path("yaml").isNull()) {
      out.println();
      out.println(
          route.path("yaml").asText().replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").stripTrailing());
    }
    out.flush();
    return 0;
  }

  private static String oneLine(JsonNode route, String field) {
    return route.path(field).asText().replaceAll("\\p{Cntrl}+", " ");
  }
}
