package dev.kurir.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A route file as it stands on the disk: its top-level entries, each a map with one key. A file
 * that is no YAML has none, and a violation that says why.
 */
final class RouteFile {
  static final String SUFFIX = ".camel.yaml";

  private final Path path;
  private final int lines;
  private final List<Yaml> entries;

  private RouteFile(Path path, int lines, List<Yaml> entries) {
    this.path = path;
    this.lines = lines;
    this.entries = List.copyOf(entries);
  }

  /** Reads a file; what keeps it from being read is told to the findings. */
  static RouteFile read(Path path, Findings findings) {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      findings.add(path, 1, "file", "can't be read (expected: a UTF-8 file): " + e);
      return new RouteFile(path, 0, List.of());
    }
    int lines = (int) text.lines().count();
    try {
      if (!plain(path, text, findings)) {
        return new RouteFile(path, lines, List.of());
      }
      Optional<Yaml> root =
          new Compose(LoadSettings.builder().setLabel(path.toString()).build())
              .composeString(text)
              .map(Yaml::new);
      if (root.isEmpty() || !root.get().isList()) {
        findings.add(
            path, 1, "canonical", "no list of routes (expected: a file that begins with - route:)");
        return new RouteFile(path, lines, List.of());
      }
      return new RouteFile(path, lines, root.get().items());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      findings.add(path, line, "yaml", e.getProblem());
      return new RouteFile(path, lines, List.of());
    } catch (YamlEngineException e) {
      findings.add(path, 1, "yaml", String.valueOf(e.getMessage()));
      return new RouteFile(path, lines, List.of());
    }
  }

  /** Finds what visual editors drop; false where an alias could lead in a circle. */
  private static boolean plain(Path path, String text, Findings findings) {
    boolean plain = true;
    LoadSettings settings = LoadSettings.builder().setParseComments(true).build();
    for (Event event : new Parse(settings).parseString(text)) {
      int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      if (event instanceof CommentEvent comment
          && comment.getCommentType() != CommentType.BLANK_LINE) {
        findings.add(
            path, line, "comment", "visual editors drop it (expected: description: or note:)");
      } else if (event instanceof AliasEvent) {
        findings.add(path, line, "canonical", "an alias (expected: the value itself)");
        plain = false;
      }
    }
    return plain;
  }

  Path path() {
    return path;
  }

  /** The file's name without {@link #SUFFIX}: what its route is called. */
  String name() {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  int lines() {
    return lines;
  }

  List<Yaml> entries() {
    return entries;
  }

  /** What stands under the key in the top-level entries, in order. */
  List<Yaml> all(String kind) {
    return entries.stream().flatMap(entry -> entry.at(kind).stream()).toList();
  }

  /** The routes: plain ones, and what a template makes. */
  List<Yaml> routes() {
    return entries.stream()
        .flatMap(
            entry ->
                entry
                    .at("route")
                    .or(() -> entry.at("routeTemplate").flatMap(t -> t.at("route")))
                    .stream())
        .toList();
  }
}
