package dev.kurir.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kurir routes}: what engineers ask about route files. Only some need a running Kurir. */
@Command(name = "routes", description = "Works with route files.", mixinStandardHelpOptions = true)
public final class RoutesCommand {

  static CommandLine line(Supplier<Server> server) {
    return new CommandLine(new RoutesCommand())
        .addSubcommand(new RouteListCommand(server))
        .addSubcommand(new RouteShowCommand(server))
        .addSubcommand(new RouteGraphCommand(server))
        .addSubcommand(new RouteCheckCommand(server))
        .addSubcommand(new RouteStatusCommand(server))
        .addSubcommand(new RouteTryCommand(server))
        .addSubcommand(new RouteRollbackCommand(server));
  }
}
