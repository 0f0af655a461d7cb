package dev.kurir.message;

import java.util.Locale;
import java.util.regex.Pattern;

/** A network's name as routes, tables and settings spell it: {@code line}, {@code telegram}. */
public record NetworkName(String value) {
  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9]{0,19}");

  public NetworkName {
    if (!RULE.matcher(value).matches()) {
      throw new InvalidFieldException(
          "network", '"' + value + '"', "1 to 20 of a-z and 0-9, a letter first");
    }
  }

  /** Reads a name in any case. */
  public static NetworkName of(String anyCase) {
    return new NetworkName(anyCase.strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return value;
  }
}
