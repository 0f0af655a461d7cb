package dev.kurir.bench;

/**
 * The texts that a bench sends: 200 ASCII characters that end with the message's number in its run,
 * which every mapping leaves at the end.
 */
final class Numbered {
  static final int LENGTH = 200;
  private static final int DIGITS = 12;
  private static final String WORDS = "Halo, apa kabar? Kurir datang. ".repeat(7);

  private Numbered() {}

  static String text(long number) {
    return WORDS.substring(0, LENGTH - DIGITS) + String.format("%0" + DIGITS + "d", number);
  }

  /** The number at a text's end; -1 where there is none. */
  static long number(String text) {
    if (text.length() < LENGTH) {
      return -1;
    }
    long number = 0;
    for (int i = text.length() - DIGITS; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
