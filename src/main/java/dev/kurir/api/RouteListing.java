package dev.kurir.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.kurir.api.Answers.Page;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.NotFoundException;
import dev.kurir.routes.Flow;
import dev.kurir.routes.MermaidText;
import dev.kurir.routes.Outside;
import dev.kurir.routes.RouteFigures;
import dev.kurir.routes.RouteGraph;
import dev.kurir.routes.RouteNode;
import dev.kurir.routes.SvgDrawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * Shows the routes: what stands in the files beside what runs. Says of a template's parameters
 * nothing but what the file itself says, because they may be credentials. Thread-safe; reads the
 * files at each request.
 */
public final class RouteListing {
  private final Supplier<Path> folder;

  /**
   * @param folder where the route files are that run
   */
  RouteListing(Supplier<Path> folder) {
    this.folder = folder;
  }

  /**
   * A route.
   *
   * @param file null where no file has it or its template
   */
  record RouteAnswer(
      String id,
      String description,
      String group,
      @Nullable String file,
      String from,
      @JsonUnwrapped RouteFigures figures) {}

  /** A route with its file's text. */
  record ShownRoute(@JsonUnwrapped RouteAnswer route, @Nullable String yaml) {}

  /**
   * A node of the graph.
   *
   * @param key what flows name it by
   * @param routes how many routes it stands for
   * @param figures of routes only
   */
  record NodeAnswer(
      String key,
      String kind,
      String name,
      String description,
      @Nullable String group,
      @Nullable String file,
      int routes,
      @JsonUnwrapped @Nullable RouteFigures figures) {}

  /** The graph. */
  record GraphAnswer(List<NodeAnswer> nodes, List<Flow> flows) {}

  /** Every route, by group and id. */
  public Page list(CamelContext context) throws IOException {
    return new Page(
        all(context).values().stream()
            .sorted(Comparator.comparing(RouteAnswer::group).thenComparing(RouteAnswer::id))
            .toList(),
        null);
  }

  /** One route with its file. */
  public ShownRoute show(@Header("id") String id, CamelContext context) throws IOException {
    Map<String, RouteAnswer> all = all(context);
    RouteAnswer route = all.get(id);
    if (route == null) {
      throw new NotFoundException(
          "route",
          id.length() > 60 ? "that id" : id,
          "one that GET /api/v1/routes lists; nearest: "
              + String.join(", ", RouteGraph.nearest(all.keySet(), id)));
    }
    Path file = route.file() == null ? null : folder.get().resolve(route.file());
    return new ShownRoute(
        route, file == null || !Files.exists(file) ? null : Files.readString(file));
  }

  /** The graph as Mermaid, SVG or, when nothing else is wished, JSON. */
  public Object graph(@Header("format") @Nullable String format, CamelContext context)
      throws IOException {
    RouteGraph graph = RouteGraph.beneath(folder.get()).running(RunningRoutes.of(context));
    return switch (format == null ? "json" : format) {
      case "json" -> answer(graph);
      case "mermaid" -> new Drawing("text/vnd.mermaid", MermaidText.of(graph));
      case "svg" -> new Drawing("image/svg+xml", SvgDrawing.of(graph));
      default -> throw new InvalidFieldException("format", "another", "json, mermaid or svg");
    };
  }

  private Map<String, RouteAnswer> all(CamelContext context) throws IOException {
    Map<String, RouteAnswer> all = new TreeMap<>();
    for (RouteNode node : RouteGraph.beneath(folder.get()).routes(RunningRoutes.of(context))) {
      all.put(
          node.id(),
          new RouteAnswer(
              node.id(),
              node.description(),
              node.group(),
              node.file(),
              node.from(),
              Objects.requireNonNullElse(node.figures(), RouteFigures.ABSENT)));
    }
    return all;
  }

  private static GraphAnswer answer(RouteGraph graph) {
    List<NodeAnswer> nodes = new ArrayList<>();
    graph.nodes().forEach(node -> nodes.add(answer(node)));
    graph.outsides().forEach(outside -> nodes.add(answer(outside)));
    return new GraphAnswer(nodes, List.copyOf(graph.flows()));
  }

  private static NodeAnswer answer(RouteNode node) {
    return new NodeAnswer(
        node.id(),
        node.isPolicy() ? "policy" : "route",
        node.id(),
        node.description(),
        node.group(),
        node.file(),
        node.routes(),
        node.figures());
  }

  private static NodeAnswer answer(Outside outside) {
    return new NodeAnswer(
        outside.key(),
        outside.source() ? "source" : "sink",
        outside.address(),
        outside.description(),
        null,
        null,
        0,
        null);
  }
}
