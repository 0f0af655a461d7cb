package dev.kurir.messenger;

import dev.kurir.message.InvalidFieldException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rule of names, which are the same in any case. */
final class UserName {
  private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

  private UserName() {}

  /**
   * A name as it is stored.
   *
   * @throws InvalidFieldException when it breaks the rule
   */
  static String of(String field, String written) {
    String name = written.strip().toLowerCase(Locale.ROOT);
    if (!RULE.matcher(name).matches()) {
      throw new InvalidFieldException(
          field,
          name.length() > 40 ? name.length() + " characters" : '"' + name + '"',
          "1 to 32 of a-z, 0-9, dot, underscore and hyphen, a letter or digit first");
    }
    return name;
  }
}
