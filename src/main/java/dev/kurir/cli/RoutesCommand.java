package dev.kurir.cli;

import dev.kurir.routes.RouteRules;
import dev.kurir.routes.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurir routes}: what engineers ask about route files. Only some need a running Kurir. */
@Command(
    name = "routes",
    description = "Works with route files.",
    mixinStandardHelpOptions = true,
    subcommands = RoutesCommand.Check.class)
public final class RoutesCommand {

  static CommandLine line(Supplier<Server> server) {
    return new CommandLine(new RoutesCommand())
        .addSubcommand(new RouteListCommand(server))
        .addSubcommand(new RouteShowCommand(server))
        .addSubcommand(new RouteGraphCommand(server));
  }

  /** Tells what Camel would start silently with. Exit code 1 where a file breaks a rule. */
  @Command(
      name = "check",
      description = {
        "Checks route files by the rules that Camel does not check.",
        "Prints file:line: rule: what to do, and exits with 1 when there is something to do."
      },
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Parameters(
        paramLabel = "FILE",
        description = "Route files or folders. Default: all routes of this Kurir.")
    private List<Path> paths = List.of();

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      Path home = Path.of(System.getProperty("kurir.home", "."));
      List<Path> shipped = RouteRules.filesBeneath(home.resolve("routes"));
      List<Path> files = new ArrayList<>();
      for (Path path : paths.isEmpty() ? List.of(home.resolve("routes")) : paths) {
        if (Files.isDirectory(path)) {
          files.addAll(RouteRules.filesBeneath(path));
        } else {
          files.add(path);
        }
      }
      List<Violation> violations = RouteRules.of(home).check(files, shipped);
      violations.forEach(out::println);
      if (violations.isEmpty()) {
        out.println(
            files.size() + (files.size() == 1 ? " file keeps" : " files keep") + " the rules");
      }
      out.flush();
      return violations.isEmpty() ? 0 : 1;
    }
  }
}
