package dev.kurir.reload;

import dev.kurir.message.InvalidFieldException;
import dev.kurir.routes.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The folder in which engineers edit route files, its files by name relative to it. Immutable. */
final class RouteFolder {
  private final Path directory;

  RouteFolder(Path directory) {
    this.directory = directory;
  }

  /** What is in it now. */
  SortedMap<String, String> read() throws IOException {
    return RouteVersions.read(directory);
  }

  /**
   * Texts with proposed ones instead of some of them.
   *
   * @throws InvalidFieldException when a name is not one of a route file in here
   */
  SortedMap<String, String> with(SortedMap<String, String> texts, Map<String, String> proposed) {
    SortedMap<String, String> all = new TreeMap<>(texts);
    proposed.forEach((name, text) -> all.put(named(name), bytes(text)));
    return all;
  }

  /** Writes proposed files. */
  void write(Map<String, String> proposed) throws IOException {
    for (Map.Entry<String, String> one : proposed.entrySet()) {
      RouteVersions.write(directory.resolve(named(one.getKey())), bytes(one.getValue()));
    }
  }

  /** Writes and deletes what differs. */
  void become(SortedMap<String, String> texts) throws IOException {
    for (String file : RouteVersions.changed(read(), texts)) {
      String text = texts.get(file);
      if (text == null) {
        Files.delete(directory.resolve(file));
      } else {
        RouteVersions.write(directory.resolve(file), text);
      }
    }
  }

  /** The lines as engineers read them: with the names of the files that they edit. */
  List<String> told(Path folder, List<Violation> violations) {
    return violations.stream()
        .map(
            violation -> {
              Path name =
                  violation.file().startsWith(folder)
                      ? directory.resolve(folder.relativize(violation.file()).toString())
                      : violation.file();
              String advice = violation.advice().replace(folder.toString(), directory.toString());
              return new Violation(name, violation.line(), violation.rule(), advice).toString();
            })
        .toList();
  }

  /** As {@link RouteVersions#read} has it. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private String named(String name) {
    Path path = directory.resolve(name).normalize();
    if (!path.startsWith(directory.normalize()) || !name.endsWith(".camel.yaml")) {
      throw new InvalidFieldException(
          "file", name, "a name beneath the routes' folder that ends in .camel.yaml");
    }
    return name;
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
