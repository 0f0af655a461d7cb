package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kurir routes status}: which route files run, and what is wrong with those that don't. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Tells which version of the route files runs.",
      "Exits with 1 and tells file:line where the files in the folder are refused."
    })
final class RouteStatusCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  RouteStatusCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() {
    return print(options.client().get("/api/v1/route-files"), spec.commandLine().getOut());
  }

  static int print(JsonNode status, PrintWriter out) {
    out.printf(
        "version %d runs since %s; kept: %s%n",
        status.path("version").asInt(), status.path("since").asText(), status.path("kept"));
    return refused(status.path("refused"), out);
  }

  /** Prints what is refused; the exit code. */
  static int refused(JsonNode refused, PrintWriter out) {
    if (!refused.isEmpty()) {
      out.println("refused:");
    }
    refused.forEach(line -> out.println(line.asText()));
    out.flush();
    return refused.isEmpty() ? 0 : 1;
  }
}
