package dev.kurir.growth;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of text with a title. The first columns hold names and stand at the left, the others hold
 * figures and stand at the right. Not thread-safe.
 */
final class Sheet {
  private final String title;
  private final int names;
  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param names how many columns hold names
   * @param heads of the columns, each of two lines with a newline between them
   */
  Sheet(String title, int names, String... heads) {
    this.title = title;
    this.names = names;
    this.heads = List.of(heads);
  }

  /** Adds a row: a value for each column. */
  void row(String... values) {
    rows.add(List.of(values));
  }

  String title() {
    return title;
  }

  int names() {
    return names;
  }

  List<String> heads() {
    return heads;
  }

  List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /** Prints it, every column as wide as its widest value. */
  void print(PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(heads.stream().map(head -> line(head, 0)).toList());
    lines.add(heads.stream().map(head -> line(head, 1)).toList());
    lines.addAll(rows);
    int[] widths = new int[heads.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    out.println(title);
    for (List<String> line : lines) {
      out.println(aligned(line, widths));
    }
    out.println();
  }

  private String aligned(List<String> values, int[] widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - values.get(i).length());
      line.append(i < names ? values.get(i) + space : space + values.get(i)).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static String line(String head, int number) {
    int end = head.indexOf('\n');
    return number == 0 ? head.substring(0, end) : head.substring(end + 1);
  }
}
