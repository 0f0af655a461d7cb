package dev.kurir.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What flows where: the routes of the files (of a template its instances, never itself), what lies
 * outside them, and the ways between. Immutable.
 *
 * <p>A way within Kurir leads from who sends to a {@code direct:} or {@code seda:} address to who
 * reads it. What a bean wakes by a signal is in no file and no way here.
 */
public final class RouteGraph {
  private static final int NEAREST = 3;

  /** What Kurir's own component passes on to a route. */
  private static final Map<String, String> PASSED_ON = Map.of("kurir:inbox", "direct:inbox-accept");

  private static final List<String> FIRST = List.of("networks", "bridge");
  private static final List<String> LAST = List.of("api", RouteNode.POLICIES);

  private final List<RouteNode> nodes;
  private final Map<String, RouteReader.Template> templates;
  private final Map<Outside, Set<String>> rests;
  private final Set<Outside> outsides = new LinkedHashSet<>();
  private final Set<Flow> flows = new LinkedHashSet<>();

  private RouteGraph(
      List<RouteNode> nodes,
      Map<String, RouteReader.Template> templates,
      Map<Outside, Set<String>> rests) {
    this.nodes = List.copyOf(nodes);
    this.templates = templates;
    this.rests = rests;
    connect();
  }

  /** The graph of the route files beneath a folder; nobody counts. */
  public static RouteGraph beneath(Path folder) throws IOException {
    RouteReader reader = new RouteReader(folder);
    return new RouteGraph(reader.nodes(), reader.templates(), reader.rests());
  }

  /**
   * The same with what runs: figures for each route, and the routes that no file has. Those that
   * one template makes for many bots, all with the same ways, are one node named after it.
   */
  public RouteGraph running(Collection<RunningRoute> live) {
    Set<String> sentTo = new LinkedHashSet<>();
    nodes.forEach(node -> sentTo.addAll(node.targets()));
    live.forEach(route -> sentTo.addAll(route.targets()));
    List<RouteNode> all =
        joined(
            live,
            route -> {
              RouteReader.Template template = template(route);
              return template == null || sentTo.contains(route.from())
                  ? List.of(route.id())
                  : List.of(template, route.group(), Set.copyOf(route.targets()));
            });
    return new RouteGraph(all, templates, rests);
  }

  /** Every route by itself: those of the files, then those that run without one. */
  public List<RouteNode> routes(Collection<RunningRoute> live) {
    return joined(live, route -> List.of(route.id())).stream()
        .filter(node -> !node.isPolicy())
        .toList();
  }

  /**
   * @param kind routes without a file that have the same are one node
   */
  private List<RouteNode> joined(
      Collection<RunningRoute> live, Function<RunningRoute, List<Object>> kind) {
    Map<String, RunningRoute> unseen = new LinkedHashMap<>();
    live.forEach(route -> unseen.put(route.id(), route));
    List<RouteNode> all = new ArrayList<>();
    for (RouteNode node : nodes) {
      RunningRoute found = unseen.remove(node.id());
      RouteFigures figures = found == null ? RouteFigures.ABSENT : found.figures();
      all.add(node.isPolicy() ? node : node.with(figures));
    }
    Map<List<Object>, RouteNode> made = new LinkedHashMap<>();
    for (RunningRoute route : unseen.values()) {
      RouteReader.Template template = template(route);
      String name = template == null ? route.id() : template.id() + "-*"; // no route is called so
      made.merge(
          kind.apply(route), node(route), (first, next) -> first.plus(name, route.figures()));
    }
    all.addAll(made.values());
    return all;
  }

  private RouteReader.@Nullable Template template(RunningRoute route) {
    return route.mark() == null ? null : templates.get(route.mark());
  }

  private RouteNode node(RunningRoute route) {
    RouteReader.Template template = template(route);
    return new RouteNode(
        route.id(),
        route.description(),
        route.group(),
        route.from(),
        route.targets(),
        "",
        template == null ? null : template.file(),
        1,
        route.figures());
  }

  private void connect() {
    Map<String, List<String>> readers = new HashMap<>();
    nodes.forEach(
        node -> readers.computeIfAbsent(node.from(), f -> new ArrayList<>()).add(node.id()));
    for (RouteNode node : nodes) {
      if (!node.isPolicy() && !RouteAddress.isWithin(node.from())) {
        Outside source = Outside.source(node.from(), "");
        outsides.add(source);
        flows.add(new Flow(source.key(), node.id()));
      }
      node.targets().forEach(target -> flow(node.id(), target, readers));
    }
    rests.forEach(
        (source, targets) -> {
          outsides.add(source);
          targets.forEach(target -> flow(source.key(), target, readers));
        });
  }

  private void flow(String from, String target, Map<String, List<String>> readers) {
    String address = PASSED_ON.getOrDefault(target, target);
    List<String> found = RouteAddress.isWithin(address) ? readers.get(address) : null;
    if (found != null) {
      found.forEach(reader -> flows.add(new Flow(from, reader)));
      return;
    }
    Outside sink = Outside.sink(target);
    outsides.add(sink);
    flows.add(new Flow(from, sink.key()));
  }

  /** Routes and policies in the order of the files, then what no file has. */
  public List<RouteNode> nodes() {
    return nodes;
  }

  /** The routes alone. */
  public List<RouteNode> routes() {
    return nodes.stream().filter(node -> !node.isPolicy()).toList();
  }

  public Collection<Outside> outsides() {
    return outsides;
  }

  public Collection<Flow> flows() {
    return flows;
  }

  /** The groups as they are drawn: networks and the bridge first, the API and policies last. */
  List<String> groups() {
    Set<String> names = new TreeSet<>();
    nodes.forEach(node -> names.add(node.group()));
    List<String> ordered = new ArrayList<>(FIRST);
    names.stream().filter(n -> !FIRST.contains(n) && !LAST.contains(n)).forEach(ordered::add);
    ordered.addAll(LAST);
    ordered.retainAll(names);
    return ordered;
  }

  /** The few words that take the fewest changes to become this one. */
  public static List<String> nearest(Collection<String> ids, String id) {
    return ids.stream()
        .sorted(
            Comparator.<String>comparingInt(candidate -> Nearest.changes(candidate, id))
                .thenComparing(Comparator.naturalOrder()))
        .limit(NEAREST)
        .toList();
  }
}
