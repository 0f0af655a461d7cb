package dev.kurir.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DiskForecastTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final long GB = 1_000_000_000L;
  private final DiskForecast forecast = new DiskForecast();

  private void seen(int hours, long free) {
    forecast.seen(BEGIN.plus(Duration.ofHours(hours)), free);
  }

  @Test
  void aDiskThatLosesAGigabyteAnHourIsFullInAsManyHours() {
    for (int hour = 0; hour <= 10; hour++) {
      seen(hour, (100 - hour) * GB);
    }

    assertThat(forecast.untilFull()).contains(Duration.ofHours(90));
  }

  @Test
  void upsAndDownsCountAsTheirTrend() {
    for (int hour = 0; hour < 100; hour++) {
      seen(hour, (200 - hour) * GB + (hour % 2 == 0 ? GB : -GB));
    }

    assertThat(forecast.untilFull().orElseThrow()).isBetween(hours(95), hours(110));
  }

  @Test
  void whatDoesNotFillIsNeverFull() {
    seen(0, 10 * GB);
    seen(5, 10 * GB);
    seen(9, 12 * GB);

    assertThat(forecast.untilFull()).isEmpty();
  }

  @Test
  void anHourIsTheLeastThatTells() {
    assertThat(forecast.untilFull()).isEmpty();
    seen(0, 10 * GB);
    forecast.seen(BEGIN.plusSeconds(600), 9 * GB);

    assertThat(forecast.untilFull()).isEmpty();
  }

  @Test
  void onlyTheLastWeekCounts() {
    seen(0, 1000 * GB);
    for (int hour = 200; hour <= 300; hour++) {
      seen(hour, (500 - hour) * GB);
    }

    assertThat(forecast.untilFull().orElseThrow()).isBetween(hours(199), hours(201));
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
