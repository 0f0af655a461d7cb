package dev.kurir.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {
  private static final String DAYS = "MON,TUE,WED,THU,FRI";

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:00:00Z, true, 2026-11-20T00:00:00Z",
    "2026-11-20T08:59:59Z, true, 2026-11-20T08:59:59Z",
    "2026-11-20T09:00:00Z, false, 2026-11-23T00:00:00Z",
    "2026-11-21T03:00:00Z, false, 2026-11-23T00:00:00Z",
    "2026-11-22T23:30:00Z, false, 2026-11-23T00:00:00Z",
    "2026-11-18T23:59:59Z, false, 2026-11-19T00:00:00Z",
  })
  void hoursAreThoseOfTheZone(Instant now, boolean open, Instant next) {
    Hours hours = new Hours(Clock.fixed(now, ZoneOffset.UTC));

    assertThat(hours.open("Asia/Makassar", DAYS, "08:00", "17:00")).isEqualTo(open);
    assertThat(hours.next("Asia/Makassar", DAYS, "08:00", "17:00")).isEqualTo(next);
  }

  @Test
  void whatIsMalformedIsNamed() {
    Hours hours = new Hours(Clock.systemUTC());

    assertThatThrownBy(() -> hours.open("Bali", DAYS, "08:00", "17:00"))
        .hasMessage("zone: Bali (expected: a name such as Asia/Makassar)");
    assertThatThrownBy(() -> hours.open("UTC", "MONDAY", "08:00", "17:00"))
        .hasMessageStartingWith("days: MONDAY");
    assertThatThrownBy(() -> hours.open("UTC", DAYS, "8", "17:00"))
        .hasMessageStartingWith("time: 8");
  }
}
