package dev.kurir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.routes.RouteRules;
import dev.kurir.routes.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code kurir routes check}: what is wrong with route files before they are saved in place. By the
 * rules alone, and where a Kurir runs also by loading them there into a context of their own.
 */
@Command(
    name = "check",
    description = {
      "Checks route files as a running Kurir does before it takes them.",
      "Without a running Kurir: by the rules that need none, which Camel does not check.",
      "Prints file:line: rule: what to do, and exits with 1 when there is something to do."
    },
    mixinStandardHelpOptions = true)
final class RouteCheckCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description = "Route files or folders. Default: all routes of this Kurir.")
  private List<Path> paths = List.of();

  RouteCheckCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path routes = ProposedFiles.routes();
    List<Path> files = new ArrayList<>();
    for (Path path : paths.isEmpty() ? List.of(routes) : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(RouteRules.filesBeneath(path));
      } else {
        files.add(path);
      }
    }
    List<Violation> violations =
        RouteRules.of(Path.of(System.getProperty("kurir.home", ".")))
            .check(files, RouteRules.filesBeneath(routes));
    violations.forEach(out::println);
    if (!violations.isEmpty()) {
      out.flush();
      return 1;
    }
    String kept = files.size() + (files.size() == 1 ? " file keeps" : " files keep") + " the rules";
    if (paths.isEmpty()) {
      out.println(kept);
      out.flush();
      return 0;
    }
    return loaded(files, kept, out);
  }

  /** Where a Kurir runs it loads them, in a context that is thrown away. */
  private int loaded(List<Path> files, String kept, PrintWriter out) throws IOException {
    JsonNode checked;
    try {
      checked =
          options
              .client()
              .post("/api/v1/route-files/check", Map.of("files", ProposedFiles.of(files)));
    } catch (CommandException e) {
      if (e.exitCode() != CommandException.UNREACHABLE || !options.isUsual()) {
        throw e;
      }
      out.println(kept + " (no Kurir runs here to load them)");
      out.flush();
      return 0;
    }
    for (JsonNode line : checked.path("refused")) {
      out.println(line.asText());
    }
    if (checked.path("refused").isEmpty()) {
      out.println(kept + ", and the running Kurir loads them");
    }
    out.flush();
    return checked.path("refused").isEmpty() ? 0 : 1;
  }
}
