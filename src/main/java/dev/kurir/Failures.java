package dev.kurir;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes that a step of the bridge failed, once per route and reason in half a minute, so that an
 * outage is a few lines and not a flood. Thread-safe.
 */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final Clock clock;
  private final Map<String, Instant> noted = new ConcurrentHashMap<>();

  Failures(Clock clock) {
    this.clock = clock;
  }

  /** Notes the failure of a route's exchange. */
  public void note(String route, Exception failure) {
    Instant now = clock.instant();
    String key = route + failure.getClass().getName();
    Instant before = noted.get(key);
    if (before != null && before.plus(QUIET).isAfter(now)) {
      return;
    }
    noted.put(key, now);
    if (failure instanceof java.sql.SQLException) {
      LOG.warn("{}: the database does not serve: {}; trying again", route, firstLine(failure));
    } else {
      LOG.error("{}: failed, trying again", route, failure);
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
