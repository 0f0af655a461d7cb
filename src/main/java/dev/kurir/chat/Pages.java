package dev.kurir.chat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts {@code users 1/2: …} and {@code users 2/2: …} together, in whatever order they come. */
final class Pages {
  private static final Pattern PAGE =
      Pattern.compile("(?s)([a-z]+) (\\d{1,3})/(\\d{1,3}):\\s*(.*)");

  private final Map<Integer, String> pages = new TreeMap<>();
  private int expected;

  /**
   * Adds a page.
   *
   * @return the whole as one page, or a text that is none as it is; null: pages lack
   */
  @Nullable String add(String text) {
    Matcher page = PAGE.matcher(text);
    if (!page.matches() || page.group(3).equals("1")) {
      return text;
    }
    int of = Integer.parseInt(page.group(3));
    if (of != expected) {
      pages.clear();
      expected = of;
    }
    pages.put(Integer.valueOf(page.group(2)), page.group(4));
    if (pages.size() < expected) {
      return null;
    }
    String whole = page.group(1) + " 1/1: " + String.join(" ", pages.values());
    pages.clear();
    return whole;
  }

  /** What stands on a page; empty: it is none, or not of that kind. */
  static String of(String kind, String text) {
    Matcher page = PAGE.matcher(text);
    return page.matches() && page.group(1).equals(kind) ? page.group(4) : "";
  }
}
