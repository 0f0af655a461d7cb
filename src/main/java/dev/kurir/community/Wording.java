package dev.kurir.community;

import dev.kurir.message.InvalidFieldException;

/**
 * The rule of what people write for others to read. Lengths are in code points, as PostgreSQL and
 * JSON Schema count them.
 */
final class Wording {
  private Wording() {}

  /**
   * A text that can be stored and shown.
   *
   * @throws InvalidFieldException naming the field, without the text
   */
  static String of(String field, String text, int most) {
    int length = text.codePointCount(0, text.length());
    if (text.isBlank() || length > most) {
      throw new InvalidFieldException(
          field,
          text.isBlank() ? "only spaces" : length + " characters",
          "1 to " + most + " characters, not only spaces");
    }
    if (text.codePoints().anyMatch(Wording::isUnfit)) {
      throw new InvalidFieldException(
          field, "a control character", "text; line breaks and tabs may be in it");
    }
    return text;
  }

  /** Half a surrogate pair is no character, and PostgreSQL stores no NUL. */
  private static boolean isUnfit(int character) {
    return Character.getType(character) == Character.SURROGATE
        || Character.isISOControl(character)
            && character != '\n'
            && character != '\r'
            && character != '\t';
  }
}
