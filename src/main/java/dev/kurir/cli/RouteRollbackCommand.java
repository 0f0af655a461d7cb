package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir routes rollback}: back to a version of the route files that was kept. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a kept version into the routes' folder again and lets it run.",
      "`kurir routes status` lists the versions."
    })
final class RouteRollbackCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Its number. Default: the one before the one that runs.")
  private @Nullable Integer version;

  RouteRollbackCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() {
    Map<String, String> body =
        version == null ? Map.of() : Map.of("version", Integer.toString(version));
    JsonNode status = options.client().post("/api/v1/route-files/rollback", body);
    return RouteStatusCommand.print(status, spec.commandLine().getOut());
  }
}
