package dev.kurir.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a graph as SVG 1.1: a band for each group, flows from left to right, the figures where
 * somebody counts, descriptions and files as {@code <title>}, which shows when somebody points at a
 * node. Has a ground of its own and follows the reader's light or dark scheme. No script, nothing
 * fetched; all text is escaped.
 */
public final class SvgDrawing {
  private static final int COLUMNS = 42;
  private static final String STYLE =
      """
      text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:11px;fill:#57606a}
      .name{font-size:13px;font-weight:600;fill:#1f2328}
      .band{font-size:13px;font-weight:600}
      .ground{fill:#ffffff}
      .frame{fill:#f6f8fa;stroke:#d0d7de}
      .node{fill:#ffffff;stroke:#0969da}
      .policy{stroke:#8250df}
      .outside{fill:#f6f8fa;stroke:#6e7781;stroke-dasharray:4 3}
      .idle{stroke:#6e7781;stroke-dasharray:2 3}
      .troubled{stroke:#cf222e;stroke-width:2}
      .flow{fill:none;stroke:#6e7781;stroke-width:1.3}
      .tip{fill:#6e7781}
      @media (prefers-color-scheme:dark){
      text{fill:#9198a1}
      .name{fill:#f0f6fc}
      .ground{fill:#0d1117}
      .frame{fill:#151b23;stroke:#3d444d}
      .node{fill:#0d1117;stroke:#4493f8}
      .policy{stroke:#ab7df8}
      .outside{fill:#151b23;stroke:#9198a1}
      .idle{stroke:#9198a1}
      .troubled{stroke:#f85149}
      .flow{stroke:#9198a1}
      .tip{fill:#9198a1}
      }
      """;

  private final StringBuilder svg = new StringBuilder();

  private SvgDrawing() {}

  /** The whole document; ends with a line end. */
  public static String of(RouteGraph graph) {
    return new SvgDrawing().write(graph);
  }

  private String write(RouteGraph graph) {
    Layout layout = new Layout(boxes(graph), graph.flows(), new Layers(graph));
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\""
            + " role=\"img\">",
        layout.width(), layout.height());
    line("<title>Kurir's routes</title>");
    line("<style>%n%s</style>", STYLE);
    line(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>");
    line("<rect class=\"ground\" width=\"100%%\" height=\"100%%\"/>");
    for (Layout.Band band : layout.bands()) {
      line(
          "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"10\"/>",
          Layout.MARGIN, band.y(), layout.width() - 2 * Layout.MARGIN, band.height());
      line(
          "<text class=\"band\" x=\"%d\" y=\"%d\">%s</text>",
          Layout.MARGIN + 14, band.y() + 22, escaped(band.name()));
    }
    for (Flow flow : graph.flows()) {
      Box from = layout.boxes().get(flow.from());
      Box to = layout.boxes().get(flow.to());
      if (from != null && to != null) {
        line("<path class=\"flow\" marker-end=\"url(#tip)\" d=\"%s\"/>", path(from, to));
      }
    }
    layout.boxes().values().forEach(this::box);
    line("</svg>");
    return svg.toString();
  }

  /** By group, not yet placed. */
  static Map<String, List<Box>> boxes(RouteGraph graph) {
    Map<String, List<Box>> boxes = new LinkedHashMap<>();
    graph.groups().forEach(group -> boxes.put(group, new ArrayList<>()));
    Map<String, String> groups = new LinkedHashMap<>();
    for (RouteNode node : graph.nodes()) {
      groups.put(node.id(), node.group());
      boxes.computeIfAbsent(node.group(), g -> new ArrayList<>()).add(box(node));
    }
    for (Outside outside : graph.outsides()) {
      graph.flows().stream()
          .filter(flow -> (outside.source() ? flow.from() : flow.to()).equals(outside.key()))
          .map(flow -> groups.get(outside.source() ? flow.to() : flow.from()))
          .filter(boxes::containsKey)
          .findFirst()
          .ifPresent(group -> boxes.getOrDefault(group, new ArrayList<>()).add(box(outside)));
    }
    return boxes;
  }

  private static Box box(RouteNode node) {
    List<String> lines = new ArrayList<>();
    lines.add(Words.cut(node.shown(), COLUMNS));
    lines.add(Words.cut(node.description(), COLUMNS));
    List<String> tip = new ArrayList<>(List.of(node.shown(), node.description()));
    RouteFigures figures = node.figures();
    String style = node.isPolicy() ? "node policy" : "node";
    if (figures != null) {
      lines.add(figures.shown());
      tip.add(figures.shown());
      boolean idle = !figures.status().equals(RouteFigures.STARTED);
      style += idle ? " idle" : figures.isTroubled() ? " troubled" : "";
    }
    if (!node.isPolicy()) {
      tip.add("from " + node.from());
    }
    if (!node.policy().isEmpty()) {
      tip.add("policy " + node.policy());
    }
    tip.add(node.file() == null ? "made without a file of its own" : node.file());
    return new Box(node.id(), lines, String.join("\n", tip), style, -1, 0, 0);
  }

  private static Box box(Outside outside) {
    String tip = (outside.source() ? "from " : "to ") + outside.address();
    return new Box(
        outside.key(),
        List.of(Words.cut(outside.address(), COLUMNS)),
        outside.description().isEmpty() ? tip : tip + "\n" + outside.description(),
        "outside",
        -1,
        0,
        0);
  }

  private void box(Box box) {
    boolean outside = box.lines().size() == 1;
    line("<g><title>%s</title>", escaped(box.tip()));
    line(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>",
        box.style(), box.x(), box.y(), box.width(), Box.HEIGHT, outside ? Box.HEIGHT / 2 : 6);
    int y = box.y() + (outside ? 31 : box.lines().size() == 2 ? 24 : 18);
    for (String text : box.lines()) {
      boolean first = text.equals(box.lines().get(0)) && !outside;
      line(
          "<text%s x=\"%d\" y=\"%d\">%s</text>",
          first ? " class=\"name\"" : "", box.x() + 12, y, escaped(text));
      y += 15;
    }
    line("</g>");
  }

  private static String path(Box from, Box to) {
    int x = from.x() + from.width();
    if (from.key().equals(to.key())) { // a route that wakes itself
      return "M%d %dc0 -14 -30 -14 -30 -2".formatted(x - 16, from.y());
    }
    if (from.column() == to.column()) {
      return "M%d %dC%d %d %d %d %d %d"
          .formatted(
              x,
              from.middle(),
              x + 40,
              from.middle(),
              x + 40,
              to.middle(),
              to.x() + to.width(),
              to.middle());
    }
    int bend = Math.max(40, Math.abs(to.x() - x) / 2);
    return "M%d %dC%d %d %d %d %d %d"
        .formatted(
            x,
            from.middle(),
            x + bend,
            from.middle(),
            to.x() - bend,
            to.middle(),
            to.x(),
            to.middle());
  }

  private void line(String format, Object... values) {
    svg.append(format.formatted(values)).append('\n');
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (String part : text.split("\n")) {
      escaped.append(escaped.isEmpty() ? "" : "\n").append(Words.printable(part));
    }
    return escaped
        .toString()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
