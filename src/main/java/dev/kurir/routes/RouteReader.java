package dev.kurir.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads nodes from the route files beneath a folder: the routes, what templates make of the
 * instances that stand in files, and the policies. A file that can't be read has none. For one
 * reading, on one thread.
 */
final class RouteReader {
  /** Steps whose address is not sent to. */
  private static final Set<String> NO_TARGETS =
      Set.of("from", "pollEnrich", "poll", "interceptSendToEndpoint");

  /** A template and its file. */
  record Template(String id, String file) {}

  private final Path folder;
  private final Map<String, Yaml> templates = new HashMap<>();
  private final Map<String, Template> marks = new LinkedHashMap<>();
  private final List<RouteNode> nodes = new ArrayList<>();
  private final Map<Outside, Set<String>> rests = new LinkedHashMap<>();

  RouteReader(Path folder) throws IOException {
    this.folder = folder;
    List<RouteFile> files = new ArrayList<>();
    for (Path path : RouteRules.filesBeneath(folder)) {
      files.add(RouteFile.read(path, new Findings()));
    }
    for (RouteFile file : files) {
      for (Yaml template : file.all("routeTemplate")) {
        String id = template.textAt("id").orElse("");
        templates.put(id, template);
        Yaml route = template.at("route").orElse(template);
        String from = route.at("from").map(RouteReader::uri).orElse("");
        String mark = RunningRoute.mark(from, route.textAt("description").orElse(""));
        marks.putIfAbsent(mark, new Template(id, name(file)));
      }
    }
    files.forEach(this::read);
  }

  /** In the order of the files. */
  List<RouteNode> nodes() {
    return nodes;
  }

  /** By {@link RunningRoute#mark}: the templates. */
  Map<String, Template> templates() {
    return marks;
  }

  /** What REST paths lead to, by where they begin. */
  Map<Outside, Set<String>> rests() {
    return rests;
  }

  private void read(RouteFile file) {
    for (Yaml route : file.all("route")) {
      nodes.add(node(route.textAt("id").orElse(file.name()), route, Map.of(), file));
    }
    for (Yaml instance : file.all("templatedRoute")) {
      Yaml template = templates.get(instance.textAt("routeTemplateRef").orElse(""));
      Optional<Yaml> route = Optional.ofNullable(template).flatMap(t -> t.at("route"));
      if (template != null && route.isPresent()) {
        Map<String, String> values = new HashMap<>(RouteSet.parameters(template, "defaultValue"));
        values.putAll(RouteSet.parameters(instance, "value"));
        nodes.add(node(instance.textAt("routeId").orElse(file.name()), route.get(), values, file));
      }
    }
    for (Yaml policy : file.all("routeConfiguration")) {
      nodes.add(
          new RouteNode(
              policy.textAt("id").orElse(file.name()),
              policy.textAt("description").orElse(""),
              RouteNode.POLICIES,
              "",
              List.copyOf(targets(policy, Map.of())),
              "",
              name(file),
              1,
              null));
    }
    for (Yaml rest : file.all("rest")) {
      String address = "rest:" + rest.textAt("path").orElse("");
      boolean taken = rests.keySet().stream().anyMatch(other -> other.address().equals(address));
      rests.put(
          Outside.source(
              taken ? address + " " + rest.textAt("id").orElse(file.name()) : address,
              rest.textAt("description").orElse("")),
          targets(rest, Map.of()));
    }
  }

  private RouteNode node(String id, Yaml route, Map<String, String> values, RouteFile file) {
    return new RouteNode(
        id,
        RouteAddress.filled(route.textAt("description").orElse(""), values),
        RouteAddress.filled(route.textAt("group").orElse("other"), values),
        route.at("from").map(from -> RouteAddress.of(uri(from), values)).orElse("nowhere"),
        List.copyOf(targets(route, values)),
        RouteAddress.filled(route.textAt("routeConfigurationId").orElse(""), values),
        name(file),
        1,
        null);
  }

  private static Set<String> targets(Yaml place, Map<String, String> values) {
    Set<String> targets = new LinkedHashSet<>();
    place.eachMap(
        (key, map) -> {
          for (String uri : List.of("uri", "deadLetterUri")) {
            if (map.textAt(uri).isPresent() && !NO_TARGETS.contains(key)) {
              targets.add(RouteAddress.of(uri(map, uri), values));
            }
          }
        });
    return targets;
  }

  private static String uri(Yaml map) {
    return uri(map, "uri");
  }

  private static String uri(Yaml map, String key) {
    String uri = map.textAt(key).orElse("");
    return uri.equals("direct") || uri.equals("seda")
        ? uri + ":" + map.at("parameters").flatMap(p -> p.textAt("name")).orElse("")
        : uri;
  }

  private String name(RouteFile file) {
    return folder.relativize(file.path()).toString().replace('\\', '/');
  }
}
