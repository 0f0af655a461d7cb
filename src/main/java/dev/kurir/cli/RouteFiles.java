package dev.kurir.cli;

import dev.kurir.routes.RouteGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/** The route files of this Kurir's directory, for commands that also work while none runs. */
final class RouteFiles {
  private RouteFiles() {}

  /**
   * What the running Kurir answers; when none runs and no other was named, what the files say.
   *
   * @param err where it is said that nobody counts
   */
  static <T> T orElse(
      ServerOptions options, PrintWriter err, Supplier<T> running, Function<RouteGraph, T> files)
      throws IOException {
    try {
      return running.get();
    } catch (CommandException e) {
      if (e.exitCode() != CommandException.UNREACHABLE || !options.isUsual()) {
        throw e;
      }
      err.println("note: no Kurir runs here: from the files alone, without counters");
      err.flush();
      return files.apply(
          RouteGraph.beneath(Path.of(System.getProperty("kurir.home", "."), "routes")));
    }
  }
}
