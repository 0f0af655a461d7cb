package dev.kurir.cli;

import dev.kurir.routes.RouteRules;
import dev.kurir.routes.RouteUnit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Route files on their way to a running Kurir, by the names that they will have there. */
final class ProposedFiles {
  private ProposedFiles() {}

  /** Kurir's own routes. */
  static Path routes() {
    return Path.of(System.getProperty("kurir.home", "."), "routes");
  }

  /**
   * The texts by name. A file beneath the routes' folder, or with the name of one that is there, is
   * that one; another goes where its group's files are.
   */
  static Map<String, String> of(List<Path> files) throws IOException {
    Path routes = routes();
    List<Path> shipped = Files.isDirectory(routes) ? RouteRules.filesBeneath(routes) : List.of();
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new CommandException(
            CommandException.USAGE, file + ": no such file (expected: a route file)");
      }
      texts.put(name(file, routes, shipped), Files.readString(file, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static String name(Path file, Path routes, List<Path> shipped) {
    Path whole = file.toAbsolutePath().normalize();
    Path root = routes.toAbsolutePath().normalize();
    if (whole.startsWith(root)) {
      return root.relativize(whole).toString();
    }
    for (Path known : shipped) {
      if (known.getFileName().equals(file.getFileName())) {
        return routes.relativize(known).toString();
      }
    }
    RouteUnit unit = RouteUnit.of(file);
    String folder =
        unit.policies().isEmpty()
            ? unit.groups().stream().sorted().findFirst().orElse("rules")
            : "policies";
    return folder + "/" + file.getFileName();
  }
}
