package dev.kurir.growth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A course drawn in ASCII, no line longer than {@link #WIDTH}. Pure. */
final class Chart {
  static final int WIDTH = 80;
  private static final int LABEL = 9;
  private static final int COLUMNS = WIDTH - LABEL - 3;
  private static final int ROWS = 15;
  private static final char KEPT = '#';
  private static final char ARCHIVED = 'o';
  private static final char PAPER = '.';
  private static final char DISK = '=';

  private final Course course;
  private final char[][] cells = new char[ROWS][COLUMNS];

  private Chart(Course course) {
    this.course = course;
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
  }

  /** Its lines, the legend the last ones. */
  static List<String> lines(Course course) {
    Chart chart = new Chart(course);
    chart.draw();
    return chart.framed();
  }

  private void draw() {
    for (int column = 0; column < COLUMNS; column++) {
      long day = Math.round((double) course.days() * column / (COLUMNS - 1));
      if (course.showsDisk()) {
        put(column, course.disk().bytes(), DISK);
      }
      put(column, course.paper().kept(day), PAPER);
      put(column, course.kurir().archived(day, course.after()), ARCHIVED);
      put(column, course.kurir().kept(day), KEPT);
    }
  }

  private void put(int column, long bytes, char mark) {
    long height = Math.round((double) bytes / course.most() * (ROWS - 1));
    cells[ROWS - 1 - (int) height][column] = mark;
  }

  private List<String> framed() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      boolean labelled = row % ((ROWS - 1) / 2) == 0;
      long bytes = Math.round((double) course.most() * (ROWS - 1 - row) / (ROWS - 1));
      String label = labelled ? Wording.size(bytes) : "";
      String space = " ".repeat(LABEL - label.length());
      lines.add((space + label + " |" + new String(cells[row])).stripTrailing());
    }
    lines.add(" ".repeat(LABEL + 1) + "+" + "-".repeat(COLUMNS));
    String end = "day " + Wording.count(course.days());
    String start = " ".repeat(LABEL + 2) + "now";
    lines.add(start + " ".repeat(WIDTH - 1 - start.length() - end.length()) + end);
    String indent = " ".repeat(LABEL + 2);
    lines.add(
        indent + KEPT + " Kurir, all kept   " + ARCHIVED + " Kurir, archived after " + days());
    lines.add(indent + PAPER + " the paper's sizes" + (course.showsDisk() ? disk() : ""));
    return lines;
  }

  private String days() {
    return Wording.days(course.after());
  }

  private String disk() {
    return "   " + DISK + " the disk is full: " + Wording.size(course.disk().bytes());
  }
}
