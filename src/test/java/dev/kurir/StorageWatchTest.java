package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.testing.PinnedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StorageWatchTest {
  private static final long GB = 1_000_000_000L;

  private final PinnedClock clock = new PinnedClock("2026-03-01T00:00:00Z");
  private final AtomicLong free = new AtomicLong(300 * GB);
  private final StorageWatch watch =
      new StorageWatch(Path.of("data"), free::get, Duration.ofDays(7), clock);

  private void looks(int hours, long lostEachHour) {
    for (int i = 0; i < hours; i++) {
      watch.look();
      clock.advance(Duration.ofHours(1));
      free.addAndGet(-lostEachHour);
    }
  }

  @Test
  void aDiskThatIsFullWithinTheWeekIsToldWithWhatToDo() {
    looks(101, GB);
    assertThat(watch.warning()).as("200 GB at one an hour: over a week").isEmpty();

    looks(60, GB);

    assertThat(watch.warning().orElseThrow())
        .contains("the disk of data has 140,000 MB left")
        .contains("5.8 days")
        .contains("kurir.archive.after");
  }

  @Test
  void aDiskThatDoesNotFillIsNoWarning() {
    looks(100, 0);

    assertThat(watch.warning()).isEmpty();
  }

  @Test
  void aDiskThatCannotBeLookedAtHindersNothing() {
    StorageWatch blind =
        new StorageWatch(
            Path.of("data"),
            () -> {
              throw new IOException("gone");
            },
            Duration.ofDays(7),
            clock);

    blind.look();

    assertThat(blind.warning()).isEmpty();
  }
}
