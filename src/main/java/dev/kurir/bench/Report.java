package dev.kurir.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, for people and for programs. Immutable. */
public final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final List<Figure> figures;

  Report(List<Figure> figures) {
    this.figures = List.copyOf(figures);
  }

  /** Whether every figure is known to be what it must be. */
  public boolean passed() {
    return figures.stream()
        .map(Figure::verdict)
        .noneMatch(verdict -> verdict.equals("missed") || verdict.equals("unsteady"));
  }

  /** The table: medians, the ratio with its spread, the goal. */
  public void print(PrintWriter out) {
    String row = "%-46s %14s %14s %9s %8s %7s %7s %7s  %s%n";
    out.printf(row, "figure", "Kurir", "reference", "ratio", "spread", "pairs", "must", "aim", "");
    for (Figure figure : figures) {
      Goal goal = figure.goal();
      Double reference = figure.reference();
      out.printf(
          row,
          figure.name(),
          number(figure.kurir()) + unit(figure),
          reference == null ? "" : number(reference) + unit(figure),
          reference == null ? "" : number(figure.ratio()),
          String.format(Locale.ROOT, "%.0f %%", 100 * figure.spread()),
          figure.kept() + "/" + figure.runs().size(),
          goal == null ? "" : number(goal.must()),
          goal == null ? "" : number(goal.aim()),
          figure.verdict());
    }
    out.flush();
  }

  private static String unit(Figure figure) {
    return figure.unit().equals("messages/s") ? "/s" : " " + figure.unit();
  }

  static String number(double value) {
    return Math.abs(value) >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /** Writes the figures as JSON: {@code name, kurir, reference, ratio, unit, runs} and the goal. */
  public void writeJson(Path file) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", figure.name());
      one.put("kurir", figure.kurir());
      one.put("reference", figure.reference());
      one.put("ratio", figure.ratio());
      one.put("unit", figure.unit());
      one.put("spread", figure.spread());
      Goal goal = figure.goal();
      if (goal != null) {
        one.put("must", goal.must());
        one.put("aim", goal.aim());
        one.put("verdict", figure.verdict());
      }
      one.put("runs", figure.runs().stream().map(pair -> run(figure, pair)).toList());
      all.add(one);
    }
    JSON.writeValue(file.toFile(), Map.of("figures", all));
  }

  /** Writes the figures as a page with charts. */
  public void writeHtml(Path file) throws IOException {
    HtmlReport.write(figures, file);
  }

  private static Map<String, Object> run(Figure figure, Figure.Pair pair) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("kurir", pair.kurir());
    if (figure.reference() != null) {
      run.put("reference", pair.reference());
      run.put("ratio", pair.ratio());
      run.put("kept", pair.kept());
    }
    return run;
  }
}
