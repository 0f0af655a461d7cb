package dev.kurir.rule;

import dev.kurir.message.InvalidFieldException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Office hours, as the bean {@code hours} of rules. Days are written {@code MON,TUE,WED}, times
 * {@code 08:00}, zones {@code Asia/Makassar}. Thread-safe.
 */
public final class Hours {
  private final Clock clock;

  public Hours(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether now is within the hours.
   *
   * @throws InvalidFieldException naming what is malformed
   */
  public boolean open(String zone, String days, String from, String to) {
    ZonedDateTime now = clock.instant().atZone(zone(zone));
    LocalTime time = now.toLocalTime();
    LocalTime begin =
        time(from); // read before anything is decided, so that a mistake shows at once
    LocalTime end = time(to);
    return days(days).contains(now.getDayOfWeek()) && !time.isBefore(begin) && time.isBefore(end);
  }

  /** When the hours begin next; now, when they have begun. */
  public Instant next(String zone, String days, String from, String to) {
    ZonedDateTime now = clock.instant().atZone(zone(zone));
    if (open(zone, days, from, to)) {
      return now.toInstant();
    }
    Set<DayOfWeek> open = days(days);
    ZonedDateTime begin = now.with(time(from));
    while (!begin.isAfter(now) || !open.contains(begin.getDayOfWeek())) {
      begin = begin.plusDays(1);
    }
    return begin.toInstant();
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidFieldException("zone", zone, "a name such as Asia/Makassar");
    }
  }

  private static LocalTime time(String time) {
    try {
      return LocalTime.parse(time);
    } catch (DateTimeException e) {
      throw new InvalidFieldException("time", time, "hours and minutes such as 08:00");
    }
  }

  private static Set<DayOfWeek> days(String days) {
    Set<DayOfWeek> found = EnumSet.noneOf(DayOfWeek.class);
    for (String day : days.toUpperCase(Locale.ROOT).split(",")) {
      found.add(
          Arrays.stream(DayOfWeek.values())
              .filter(one -> one.name().startsWith(day.strip()) && day.strip().length() == 3)
              .findFirst()
              .orElseThrow(
                  () -> new InvalidFieldException("days", days, "days such as MON,TUE,WED")));
    }
    return found;
  }
}
