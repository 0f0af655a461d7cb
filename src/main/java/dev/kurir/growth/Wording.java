package dev.kurir.growth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them, the same in every locale. Pure. */
final class Wording {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int STEP = 1000;
  private static final double DAYS_A_YEAR = 365.25;

  private Wording() {}

  /** For example {@code 536,000}; a hyphen for what is not known. */
  static String count(@Nullable Long number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%,d", number);
  }

  /** For example {@code 123 MB}, {@code 1.2 GB}: decimal units, two or more digits. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP - 0.5 && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    boolean exact = value >= 10 || value == Math.rint(value);
    return String.format(Locale.ROOT, exact ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** For example {@code 45,207 days (123.8 years)}. */
  static String days(long days) {
    String text = count(days) + (days == 1 ? " day" : " days");
    return days < 2 * DAYS_A_YEAR
        ? text
        : text + String.format(Locale.ROOT, " (%,.1f years)", days / DAYS_A_YEAR);
  }
}
