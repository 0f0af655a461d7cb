package dev.kurir.message;

/** The one form of complaint about a value: {@code name: value (expected: rule)}. */
final class Rules {
  private Rules() {}

  static String text(String name, String value, int max) {
    if (value.isBlank() || value.length() > max) {
      throw new InvalidFieldException(
          name, abbreviate(value), "1 to " + max + " characters, not only spaces");
    }
    return value;
  }

  static int positive(String name, int value) {
    if (value <= 0) {
      throw new InvalidFieldException(name, Integer.toString(value), "a positive number");
    }
    return value;
  }

  static long positive(String name, long value) {
    if (value <= 0) {
      throw new InvalidFieldException(name, Long.toString(value), "a positive number");
    }
    return value;
  }

  private static String abbreviate(String value) {
    return value.length() <= 40
        ? '"' + value + '"'
        : '"' + value.substring(0, 40) + "…\" (" + value.length() + ")";
  }
}
