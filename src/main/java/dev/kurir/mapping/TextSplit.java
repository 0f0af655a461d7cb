package dev.kurir.mapping;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text that is too long for one message at the ends of words. Lengths are UTF-16 units. */
final class TextSplit {
  private TextSplit() {}

  /**
   * Parts of at most {@code limit} units that hold every word; one part, the text as it is, when it
   * fits. None is empty, unless the text is.
   *
   * @param limit at least 2, which a character may need
   */
  static List<String> atWords(String text, int limit) {
    if (limit < 2) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: at least 2)");
    }
    List<String> parts = new ArrayList<>();
    String rest = text.length() > limit ? text.strip() : text;
    while (rest.length() > limit) {
      int cut = cut(rest, limit);
      parts.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    if (!rest.isEmpty() || parts.isEmpty()) {
      parts.add(rest);
    }
    return parts;
  }

  /**
   * Behind the last white space of the second half; where there is none, between two characters.
   */
  private static int cut(String text, int limit) {
    for (int i = limit; i > limit / 2; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }
}
