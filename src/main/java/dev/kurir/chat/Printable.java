package dev.kurir.chat;

/** What a terminal may be shown of texts from outside: nothing that commands it. */
final class Printable {
  private static final char REPLACEMENT = '\uFFFD';

  private Printable() {}

  /**
   * The text with every control character but newline and tab replaced, as well as what reorders
   * what is written (bidirectional overrides) and halves of characters.
   */
  static String text(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> shown.appendCodePoint(harmless(c) ? c : REPLACEMENT));
    return shown.toString();
  }

  /** The same in one line. */
  static String line(String text) {
    return text(text).replace('\n', ' ');
  }

  /** The same with further lines set off, so that none of them looks like one of the client's. */
  static String indented(String text) {
    return text(text).replace("\n", "\n    ");
  }

  private static boolean harmless(int c) {
    if (c == '\n' || c == '\t') {
      return true;
    }
    boolean reorders = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    boolean breaksLines = c == 0x2028 || c == 0x2029;
    return !Character.isISOControl(c)
        && !reorders
        && !breaksLines
        && Character.getType(c) != Character.SURROGATE;
  }
}
