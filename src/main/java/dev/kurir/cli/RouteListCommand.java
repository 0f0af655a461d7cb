package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.routes.RouteGraph;
import dev.kurir.routes.RouteNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurir routes list}: every route with what it does, its file and its counters. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the routes with their counters since they were started.",
      "Without a running Kurir: from the files alone."
    })
final class RouteListCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "As JSON, as the API answers it.")
  private boolean json;

  RouteListCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode routes =
        RouteFiles.orElse(
            options,
            spec.commandLine().getErr(),
            () -> options.client().get("/api/v1/routes"),
            RouteListCommand::listed);
    if (json) {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(routes));
      out.flush();
      return 0;
    }
    Table table =
        new Table("ROUTE", "GROUP", "STATUS", "TOTAL", "FAILED", "NOW", "MEAN MS", "FROM", "FILE");
    for (JsonNode route : routes.path("items")) {
      table.row(
          route.path("id").asText(),
          route.path("group").asText(),
          shown(route, "status"),
          shown(route, "total"),
          shown(route, "failed"),
          shown(route, "inFlight"),
          shown(route, "meanMs"),
          route.path("from").asText(),
          shown(route, "file"));
    }
    table.print(out);
    return 0;
  }

  private static String shown(JsonNode route, String field) {
    JsonNode value = route.path(field);
    return value.isNull() || value.isMissingNode() ? "-" : value.asText();
  }

  /** As the API lists them, with nobody who counts. */
  private static JsonNode listed(RouteGraph graph) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode items = page.putArray("items");
    graph.routes().stream()
        .sorted(Comparator.comparing(RouteNode::group).thenComparing(RouteNode::id))
        .forEach(
            route -> {
              ObjectNode item = items.addObject();
              item.put("id", route.id());
              item.put("description", route.description());
              item.put("group", route.group());
              item.put("file", route.file());
              item.put("from", route.from());
              for (String figure :
                  new String[] {"status", "total", "failed", "inFlight", "meanMs"}) {
                item.putNull(figure);
              }
            });
    page.putNull("next");
    return page;
  }
}
