package dev.kurir.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph as a Mermaid flowchart (mermaid.js.org/syntax/flowchart): a subgraph for each
 * group, ids with the beginning of the description, and the figures where somebody counts. Whatever
 * stands in a description can only be text: what has a meaning in Mermaid or HTML is written as an
 * entity.
 */
public final class MermaidText {
  private static final int WIDTH = 44;
  private static final int LINES = 3;
  private static final String BREAK = "<br/>";

  private final StringBuilder text = new StringBuilder("flowchart LR\n");
  private final Map<String, String> names = new HashMap<>();

  private MermaidText() {}

  /** The whole text; ends with a line end. */
  public static String of(RouteGraph graph) {
    return new MermaidText().write(graph);
  }

  private String write(RouteGraph graph) {
    List<String> groups = graph.groups();
    for (String group : groups) {
      text.append("  subgraph g").append(groups.indexOf(group));
      text.append("[\"").append(escaped(group)).append("\"]\n");
      for (RouteNode node : graph.nodes()) {
        if (node.group().equals(group)) {
          node(node);
        }
      }
      text.append("  end\n");
    }
    for (Outside outside : graph.outsides()) {
      line("  %s([\"%s\"]):::outside", name(outside.key()), escaped(outside.address()));
    }
    for (Flow flow : graph.flows()) {
      line("  %s --> %s", name(flow.from()), name(flow.to()));
    }
    line("  classDef outside stroke-dasharray:4");
    line("  classDef troubled stroke-width:3px");
    return text.toString();
  }

  private void node(RouteNode node) {
    StringBuilder label = new StringBuilder(escaped(node.shown()));
    for (String words : Words.wrapped(Words.cut(node.description(), LINES * WIDTH), WIDTH)) {
      label.append(BREAK).append(escaped(words));
    }
    RouteFigures figures = node.figures();
    if (figures != null) {
      label.append(BREAK).append(escaped(figures.shown()));
    }
    boolean troubled = figures != null && figures.isTroubled();
    line("    %s[\"%s\"]%s", name(node.id()), label, troubled ? ":::troubled" : "");
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }

  /** Ids may be words of Mermaid (end), so nodes are numbered. */
  private String name(String key) {
    return names.computeIfAbsent(key, k -> "n" + names.size());
  }

  private static String escaped(String words) {
    StringBuilder escaped = new StringBuilder();
    Words.printable(words)
        .codePoints()
        .forEach(
            c -> {
              if ("#&<>\"`\\{}[]|;%".indexOf(c) >= 0) {
                escaped.append('#').append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
