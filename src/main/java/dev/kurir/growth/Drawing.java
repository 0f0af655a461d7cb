package dev.kurir.growth;

import java.util.List;
import java.util.Locale;

/** Charts as SVG within a page. Every text in them is escaped. Pure. */
final class Drawing {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 260;
  private static final int LEFT = 90;
  private static final int TOP = 14;
  private static final int BOTTOM = 24;
  private static final int LABELS = 130;
  private static final int FIGURES = 140;
  private static final int SLOT = 36;
  private static final int BAR = 13;
  private static final int GRID = 4;

  private Drawing() {}

  /** A day's bytes of each table: the paper's above those that were measured. */
  static String bars(Comparison comparison) {
    List<PaperTable> tables = comparison.transactions();
    long most = 1;
    for (PaperTable table : tables) {
      most = Math.max(most, Math.max(paper(table), here(comparison, table)));
    }
    StringBuilder svg = new StringBuilder();
    double scale = (double) (WIDTH - LABELS - FIGURES) / most;
    int y = 4;
    for (PaperTable table : tables) {
      svg.append(text(LABELS - 8, y + BAR + 4, "end", table.kurir()));
      svg.append(bar("paper", y, paper(table), scale));
      svg.append(bar("kurir", y + BAR, here(comparison, table), scale));
      y += SLOT;
    }
    return framed(y, "Bytes of the day, a table each", svg);
  }

  private static long paper(PaperTable table) {
    Long bytes = table.bytes();
    return bytes == null ? 0 : bytes;
  }

  private static long here(Comparison comparison, PaperTable table) {
    return comparison.bytes(table.kurir(), table.rows());
  }

  private static String bar(String kind, int y, long bytes, double scale) {
    double width = bytes * scale;
    return String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
            kind,
            LABELS,
            y,
            width,
            BAR)
        + text(LABELS + width + 6, y + BAR - 3, "start", Wording.count(bytes));
  }

  /** How the database grows, kept and archived. */
  static String course(Course course) {
    StringBuilder svg = new StringBuilder();
    for (int line = 0; line <= GRID; line++) {
      long bytes = Math.round((double) course.most() * line / GRID);
      double y = y(course, bytes);
      svg.append(line("grid", LEFT, y, WIDTH - 10, y));
      svg.append(text(LEFT - 8, y + 4, "end", Wording.size(bytes)));
    }
    long days = course.days();
    long bend = Math.min(days, course.after() + 1L);
    if (course.showsDisk()) {
      double y = y(course, course.disk().bytes());
      svg.append(line("disk", LEFT, y, WIDTH - 10, y));
    }
    svg.append(
        stretch("paper", course, 0, course.paper().start(), days, course.paper().kept(days)));
    svg.append(
        stretch("kurir", course, 0, course.kurir().start(), days, course.kurir().kept(days)));
    long level = course.kurir().archived(bend, course.after());
    svg.append(stretch("archived", course, 0, course.kurir().start(), bend, level));
    svg.append(stretch("archived", course, bend, level, days, level));
    svg.append(text(LEFT, HEIGHT - 6, "start", "now"));
    svg.append(text(WIDTH - 10, HEIGHT - 6, "end", "day " + Wording.count(days)));
    return framed(HEIGHT, "Growth of the database over the days", svg);
  }

  private static String stretch(
      String kind, Course course, long fromDay, long fromBytes, long toDay, long toBytes) {
    return line(
        kind, x(course, fromDay), y(course, fromBytes), x(course, toDay), y(course, toBytes));
  }

  private static double x(Course course, long day) {
    return LEFT + (double) day / course.days() * (WIDTH - 10 - LEFT);
  }

  private static double y(Course course, long bytes) {
    return HEIGHT - BOTTOM - (double) bytes / course.most() * (HEIGHT - BOTTOM - TOP);
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        kind,
        x1,
        y1,
        x2,
        y2);
  }

  private static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x,
        y,
        anchor,
        HtmlReport.escaped(words));
  }

  private static String framed(int height, String label, StringBuilder content) {
    return String.format(
        Locale.ROOT,
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">%s</svg>%n",
        WIDTH,
        height,
        WIDTH,
        height,
        HtmlReport.escaped(label),
        content);
  }
}
