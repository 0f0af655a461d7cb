package dev.kurir.routes;

import java.util.List;

/**
 * A node in a drawing: its lines, and where it stands, in pixels from the top left corner.
 *
 * @param lines the first one is its name
 * @param tip what shows when somebody points at it
 * @param style the names of its look, separated by spaces
 */
record Box(String key, List<String> lines, String tip, String style, int column, int x, int y) {
  static final int HEIGHT = 54;
  private static final double NAME = 7.85; // 13 px, fixed width
  private static final double LINE = 6.65; // 11 px
  private static final int PADDING = 24;

  Box at(int newColumn, int newX, int newY) {
    return new Box(key, lines, tip, style, newColumn, newX, newY);
  }

  int width() {
    double widest = Words.columns(lines.get(0)) * NAME;
    for (String line : lines.subList(1, lines.size())) {
      widest = Math.max(widest, Words.columns(line) * LINE);
    }
    return (int) Math.ceil(widest) + PADDING;
  }

  int middle() {
    return y + HEIGHT / 2;
  }
}
