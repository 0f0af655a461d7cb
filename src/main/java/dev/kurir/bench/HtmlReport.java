package dev.kurir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The figures as one page that needs nothing else: a table, and for each figure a chart of its
 * pairs in the order in which they were measured.
 */
final class HtmlReport {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 120;
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Kurir, measured</title><style>
      body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:64em;padding:0 1em;color:#222}
      table{border-collapse:collapse;width:100%}th,td{padding:.3em .6em;text-align:right;border-bottom:1px solid #ddd}
      th:first-child,td:first-child{text-align:left}.aim{color:#0a7a3c}.must{color:#8a6a00}.missed,.unsteady{color:#b3261e;font-weight:bold}
      figure{display:inline-block;margin:1.2em 1.2em 0 0;vertical-align:top}figcaption{max-width:360px;font-size:.85em}
      .kurir{fill:#2166ac}.reference{fill:#c9ced6}.dropped{opacity:.35}.limit{stroke:#b3261e;stroke-dasharray:4 3}
      text{font:11px system-ui,sans-serif;fill:#555}
      </style></head><body><h1>Kurir, measured</h1>
      <p>Kurir and its references by turns on one machine in one run; medians of the pairs that count. A pair is thrown away
      (pale) when its reference moved by more than half. Only ratios compare with other runs.</p>
      <table><tr><th>figure</th><th>Kurir</th><th>reference</th><th>ratio</th><th>spread</th><th>pairs</th><th>must</th>\
      <th>aim</th><th></th></tr>
      """;

  private HtmlReport() {}

  static void write(List<Figure> figures, Path file) throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    figures.forEach(figure -> page.append(row(figure)));
    page.append("</table>\n");
    figures.stream()
        .filter(figure -> figure.reference() != null)
        .forEach(figure -> page.append(chart(figure)));
    page.append(
        "<p>Blue: Kurir. Grey: the reference, the mean of its measurement before and after. Red: what must be.</p>\n");
    Files.writeString(file, page.append("</body></html>\n"));
  }

  private static String row(Figure figure) {
    Goal goal = figure.goal();
    Double reference = figure.reference();
    return "<tr>"
        + cell(figure.name())
        + cell(Report.number(figure.kurir()) + " " + figure.unit())
        + cell(reference == null ? "" : Report.number(reference) + " " + figure.unit())
        + cell(reference == null ? "" : Report.number(figure.ratio()))
        + cell(String.format(Locale.ROOT, "%.0f %%", 100 * figure.spread()))
        + cell(figure.kept() + "/" + figure.runs().size())
        + cell(goal == null ? "" : Report.number(goal.must()))
        + cell(goal == null ? "" : Report.number(goal.aim()))
        + "<td class=\""
        + figure.verdict()
        + "\">"
        + figure.verdict()
        + "</td></tr>\n";
  }

  private static String cell(String text) {
    return "<td>" + escaped(text) + "</td>";
  }

  private static String chart(Figure figure) {
    double highest =
        figure.runs().stream()
            .mapToDouble(run -> Math.max(run.kurir(), run.reference()))
            .max()
            .orElse(1);
    double limit = limit(figure);
    double scale = HEIGHT / Math.max(highest, Double.isNaN(limit) ? 0 : limit);
    double slot = (double) WIDTH / figure.runs().size();
    StringBuilder bars = new StringBuilder();
    for (int i = 0; i < figure.runs().size(); i++) {
      Figure.Pair pair = figure.runs().get(i);
      String dropped = pair.kept() ? null : " dropped";
      bars.append(
          bar("reference", dropped, (i + 0.1) * slot, slot * 0.4, pair.reference() * scale));
      bars.append(bar("kurir", dropped, (i + 0.5) * slot, slot * 0.4, pair.kurir() * scale));
    }
    if (!Double.isNaN(limit)) {
      bars.append(
          String.format(
              Locale.ROOT,
              "<line class=\"limit\" x1=\"0\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              WIDTH,
              HEIGHT - limit * scale + 14,
              HEIGHT - limit * scale + 14));
    }
    return String.format(
        Locale.ROOT,
        "<figure><svg width=\"%d\" height=\"%d\" role=\"img\"><text x=\"0\" y=\"10\">%s %s</text>%s</svg><figcaption>%s</figcaption></figure>%n",
        WIDTH,
        HEIGHT + 16,
        Report.number(highest),
        escaped(figure.unit()),
        bars,
        escaped(figure.name()));
  }

  /** What Kurir's value must be, by the reference's median; NaN where nothing was demanded. */
  private static double limit(Figure figure) {
    Goal goal = figure.goal();
    Double reference = figure.reference();
    return goal == null || reference == null ? Double.NaN : goal.must() * reference;
  }

  private static String bar(
      String kind, @Nullable String dropped, double x, double width, double height) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        kind,
        dropped == null ? "" : dropped,
        x,
        HEIGHT - height + 14,
        width,
        height);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
