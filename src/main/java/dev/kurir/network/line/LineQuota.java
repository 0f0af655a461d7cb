package dev.kurir.network.line;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one bot may push in a month, and what it has pushed, as far as it is known: LINE's figures,
 * plus the own pushes since they were read. LINE counts by recipient, and its month begins in Japan
 * (Messaging API, "Get the target limit for sending messages this month"). Thread-safe.
 */
final class LineQuota {
  private static final ZoneId LINES = ZoneId.of("Asia/Tokyo");
  private static final Duration PROBE_EVERY = Duration.ofHours(1);
  private static final double NEARLY = 0.8;

  private @Nullable Long limit;
  private @Nullable Long used;
  private YearMonth month = YearMonth.of(1970, 1);
  private @Nullable Instant closedUntil;

  /** What the owner should know: a part of the month's messages is used. */
  record Level(int percent, YearMonth month, long used, @Nullable Long limit) {
    String occasion() {
      return "quota-" + percent + "-" + month;
    }
  }

  /**
   * LINE's own figures.
   *
   * @param limit null: none
   */
  synchronized void read(@Nullable Long limit, long used, Instant now) {
    this.limit = limit;
    this.used = used;
    this.month = month(now);
    if (limit == null || used < limit) {
      closedUntil = null;
    }
  }

  /** LINE took a push: also what is over the limit by Kurir's own count is not. */
  synchronized void pushed(Instant now) {
    closedUntil = null;
    Long before = current(now);
    if (before != null) {
      used = before + 1;
    }
  }

  /**
   * LINE refused a push because the month is spent.
   *
   * @return when the next try is worth it: in an hour, or when LINE's next month begins
   */
  synchronized Instant exceeded(Instant now) {
    Instant until = next(now);
    closedUntil = until;
    return until;
  }

  /**
   * Until when nothing can be pushed; empty: something may be tried, once in each hour at least.
   */
  synchronized Optional<Instant> closedUntil(Instant now) {
    Instant until = closedUntil;
    if (until == null) {
      return Optional.empty();
    }
    if (now.isBefore(until)) {
      return Optional.of(until);
    }
    closedUntil = next(now);
    return Optional.empty();
  }

  private static Instant next(Instant now) {
    Instant hour = now.plus(PROBE_EVERY);
    Instant nextMonth = month(now).plusMonths(1).atDay(1).atStartOfDay(LINES).toInstant();
    return hour.isBefore(nextMonth) ? hour : nextMonth;
  }

  /** The highest level that is reached; empty: below the first. */
  synchronized Optional<Level> level(Instant now) {
    Long spent = current(now);
    long known = spent == null ? 0 : spent;
    if (closedUntil != null) {
      return Optional.of(new Level(100, month(now), known, limit));
    }
    if (limit == null || spent == null || known < limit * NEARLY) {
      return Optional.empty();
    }
    return Optional.of(new Level(known >= limit ? 100 : 80, month(now), known, limit));
  }

  /** For operators: {@code quota.limit} and {@code quota.used}, where they are known. */
  synchronized Map<String, Double> figures(Instant now) {
    Map<String, Double> figures = new HashMap<>();
    Long spent = current(now);
    if (spent != null) {
      figures.put("quota.used", spent.doubleValue());
      if (limit != null) {
        figures.put("quota.limit", limit.doubleValue());
      }
    }
    return figures;
  }

  /** The same in words; empty where LINE set no limit. */
  synchronized String words(Instant now) {
    Long spent = current(now);
    String count = limit == null || spent == null ? "" : spent + " of " + limit + " used";
    return closedUntil == null
        ? count.isEmpty() ? "" : "quota " + count
        : "quota used up" + (count.isEmpty() ? "" : ", " + count);
  }

  /** Of this month; null: not known, or of the last. */
  private @Nullable Long current(Instant now) {
    return month.equals(month(now)) ? used : null;
  }

  private static YearMonth month(Instant now) {
    return YearMonth.from(now.atZone(LINES));
  }
}
