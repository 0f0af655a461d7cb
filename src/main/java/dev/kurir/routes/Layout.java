package dev.kurir.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Where everything of a drawing stands: the groups as bands below each other, in each the columns
 * of {@link Layers}, which run through all bands. What lies outside stands in the band of a route
 * that it is joined to. Within a column, nodes are ordered by what they are joined to.
 */
final class Layout {
  /** A group's frame. */
  record Band(String name, int y, int height) {}

  static final int MARGIN = 24;
  private static final int HEAD = 34;
  private static final int GAP_X = 64;
  private static final int GAP_Y = 18;
  private static final int ROW = Box.HEIGHT + GAP_Y;
  private static final int SWEEPS = 6;

  private final Collection<Flow> flows;
  private final List<Band> bands = new ArrayList<>();
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private int width;
  private int height = MARGIN;

  /**
   * @param boxes by group, not yet placed
   */
  Layout(Map<String, List<Box>> boxes, Collection<Flow> flows, Layers layers) {
    this.flows = flows;
    Map<String, List<List<Box>>> columns = new LinkedHashMap<>();
    boxes.forEach((group, all) -> columns.put(group, columns(all, layers)));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Map<String, Double> rows = rows(columns.values());
      columns.values().forEach(band -> band.forEach(column -> order(column, rows)));
    }
    int[] left = lefts(columns.values(), layers.count());
    columns.forEach((group, band) -> place(group, band, left));
    height += MARGIN - GAP_Y;
  }

  private static List<List<Box>> columns(List<Box> boxes, Layers layers) {
    List<List<Box>> columns = new ArrayList<>();
    for (int i = 0; i < layers.count(); i++) {
      columns.add(new ArrayList<>());
    }
    List<Box> free = new ArrayList<>();
    for (Box box : boxes) {
      int column = layers.of(box.key());
      if (column < 0) {
        free.add(box);
      } else {
        columns.get(column).add(box);
      }
    }
    for (Box box : free) { // after the last row, so that they don't widen what is joined
      columns.stream().min(Comparator.comparingInt(List::size)).orElseThrow().add(box);
    }
    return columns;
  }

  /** How far down each node stands, 0 to 1 within its column. */
  private static Map<String, Double> rows(Collection<List<List<Box>>> bands) {
    Map<String, Double> rows = new HashMap<>();
    int band = 0;
    for (List<List<Box>> columns : bands) {
      for (List<Box> column : columns) {
        for (int i = 0; i < column.size(); i++) {
          rows.put(column.get(i).key(), band + (i + 0.5) / column.size());
        }
      }
      band++;
    }
    return rows;
  }

  private void order(List<Box> column, Map<String, Double> rows) {
    Map<String, Double> wanted = new HashMap<>();
    for (Box box : column) {
      wanted.put(
          box.key(),
          flows.stream()
              .filter(f -> !f.from().equals(f.to()))
              .filter(f -> f.from().equals(box.key()) || f.to().equals(box.key()))
              .map(f -> f.from().equals(box.key()) ? f.to() : f.from())
              .mapToDouble(other -> rows.getOrDefault(other, 0.0))
              .average()
              .orElse(rows.getOrDefault(box.key(), 0.0)));
    }
    column.sort(Comparator.comparingDouble(box -> wanted.getOrDefault(box.key(), 0.0)));
  }

  private int[] lefts(Collection<List<List<Box>>> bands, int count) {
    int[] left = new int[count];
    int x = MARGIN * 2;
    for (int i = 0; i < count; i++) {
      left[i] = x;
      int column = i;
      int widest =
          bands.stream()
              .flatMap(band -> band.get(column).stream())
              .mapToInt(Box::width)
              .max()
              .orElse(0);
      x += widest == 0 ? 0 : widest + GAP_X;
    }
    width = x - GAP_X + MARGIN * 2;
    return left;
  }

  private void place(String group, List<List<Box>> band, int[] left) {
    int rows = band.stream().mapToInt(List::size).max().orElse(0);
    int inner = rows * ROW - GAP_Y;
    int top = height + HEAD;
    List<Integer> fullestFirst = new ArrayList<>();
    for (int i = 0; i < band.size(); i++) {
      fullestFirst.add(i);
    }
    fullestFirst.sort(Comparator.comparingInt(i -> -band.get(i).size()));
    for (int i : fullestFirst) {
      List<Box> column = band.get(i);
      int y = top + (inner - (column.size() * ROW - GAP_Y)) / 2;
      int below = column.size();
      int least = top;
      for (Box box : column) {
        below--;
        int most = top + inner - Box.HEIGHT - below * ROW;
        int at = Math.max(least, Math.min(most, beside(box.key(), top, inner).orElse(y)));
        boxes.put(box.key(), box.at(i, left[i], at));
        least = at + ROW;
        y += ROW;
      }
    }
    int frame = HEAD + inner + GAP_Y;
    bands.add(new Band(group, height, frame));
    height += frame + GAP_Y;
  }

  /** Where a node stands straight beside what it is joined to, of those placed in its band. */
  private OptionalInt beside(String key, int top, int inner) {
    OptionalDouble mean =
        flows.stream()
            .filter(f -> f.from().equals(key) || f.to().equals(key))
            .map(f -> boxes.get(f.from().equals(key) ? f.to() : f.from()))
            .filter(box -> box != null && box.y() >= top && box.y() < top + inner)
            .mapToInt(Box::y)
            .average();
    return mean.isPresent() ? OptionalInt.of((int) mean.getAsDouble()) : OptionalInt.empty();
  }

  List<Band> bands() {
    return bands;
  }

  /** By the key of the node. */
  Map<String, Box> boxes() {
    return boxes;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }
}
