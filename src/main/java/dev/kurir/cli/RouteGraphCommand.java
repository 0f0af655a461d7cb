package dev.kurir.cli;

import dev.kurir.routes.MermaidText;
import dev.kurir.routes.SvgDrawing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurir routes graph}: what flows where, as a drawing. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    description = {
      "Draws the routes with their counters, as Mermaid or SVG.",
      "Without a running Kurir: from the files alone."
    },
    footer = {"", "Example:", "  ./kurir routes graph --format svg --output routes.svg"})
final class RouteGraphCommand implements Callable<Integer> {
  enum Format {
    mermaid,
    svg
  }

  @Mixin private final ServerOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--format",
      defaultValue = "mermaid",
      description = "mermaid or svg (default: ${DEFAULT-VALUE}).")
  private Format format = Format.mermaid;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it; default: the standard output.")
  private @Nullable Path output;

  RouteGraphCommand(Supplier<Server> server) {
    this.options = new ServerOptions(server);
  }

  @Override
  public Integer call() throws IOException {
    String drawing =
        RouteFiles.orElse(
            options,
            spec.commandLine().getErr(),
            () -> options.client().text("/api/v1/routes/graph?format=" + format),
            graph -> format == Format.svg ? SvgDrawing.of(graph) : MermaidText.of(graph));
    PrintWriter out = spec.commandLine().getOut();
    if (output == null) {
      out.print(drawing);
    } else {
      write(output, drawing);
      out.println(output + " is written.");
    }
    out.flush();
    return 0;
  }

  private static void write(Path file, String drawing) {
    try {
      Files.writeString(file, drawing);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE,
          "--output: " + file + " can't be written (expected: a file in a folder that exists)");
    }
  }
}
