package dev.kurir.routes;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text of route files to what a drawing has room for; counts columns of a fixed-width font.
 */
final class Words {
  private static final String MORE = "…";

  private Words() {}

  /** Without what can't be printed or must not stand in XML 1.0 (§2.2), lines joined. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c)
        .filter(c -> c < 0xD800 || c > 0xDFFF && c != 0xFFFE && c != 0xFFFF)
        .forEach(printable::appendCodePoint);
    return printable.toString().strip();
  }

  /** How many columns a text takes: the scripts of East Asia and pictures take two a letter. */
  static int columns(String text) {
    return text.codePoints().map(Words::columns).sum();
  }

  private static int columns(int c) {
    boolean wide =
        c >= 0x1100 && c <= 0x115F
            || c >= 0x2E80 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0x1F300;
    return wide ? 2 : 1;
  }

  /** At most so many columns; what was cut ends in an ellipsis. */
  static String cut(String text, int most) {
    String printable = printable(text);
    if (columns(printable) <= most) {
      return printable;
    }
    StringBuilder cut = new StringBuilder();
    int width = 1;
    for (int c : printable.codePoints().toArray()) {
      width += columns(c);
      if (width > most) {
        break;
      }
      cut.appendCodePoint(c);
    }
    return cut.toString().strip() + MORE;
  }

  /** In lines of at most so many columns where the words allow it. */
  static List<String> wrapped(String text, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : printable(text).split(" +")) {
      if (!line.isEmpty() && columns(line.toString()) + 1 + columns(word) > most) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
