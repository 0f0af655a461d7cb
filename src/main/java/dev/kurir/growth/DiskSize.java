package dev.kurir.growth;

import dev.kurir.message.InvalidFieldException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a disk holds, in decimal units as disks are sold: a kB is 1,000 bytes.
 *
 * @param bytes at least a megabyte
 */
public record DiskSize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([kmgtp]b)", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> UNITS =
      Map.of(
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L,
          "pb", 1_000_000_000_000_000L);
  private static final BigDecimal LEAST = BigDecimal.valueOf(1_000_000L);
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000_000_000L);
  private static final String RULE =
      "a number and a unit, kB, MB, GB, TB or PB, from 1MB to 1000PB, for example 100GB";

  /**
   * Reads for example {@code 100GB}, {@code 500 MB} or {@code 1.5TB}.
   *
   * @param option what the size was given as, for the error
   * @throws InvalidFieldException naming the option, the text and the rule
   */
  public static DiskSize parse(String option, String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new InvalidFieldException(option, text, RULE);
    }
    long unit = UNITS.getOrDefault(form.group(2).toLowerCase(Locale.ROOT), 0L);
    BigDecimal bytes = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit));
    if (bytes.compareTo(LEAST) < 0 || bytes.compareTo(MOST) > 0) {
      throw new InvalidFieldException(option, text, RULE);
    }
    return new DiskSize(bytes.longValue());
  }
}
