package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftedClockTest {
  @TempDir Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(ShiftedClock.PROPERTY);
  }

  @Test
  void withoutTheFileItIsTheSystemsClock() throws Exception {
    assertThat(ShiftedClock.system()).isEqualTo(Clock.systemUTC());
  }

  @Test
  void jumpsAheadAndBackWithTheFile() throws Exception {
    Path file = Files.write(directory.resolve("clock"), new byte[Long.BYTES]);
    System.setProperty(ShiftedClock.PROPERTY, file.toString());
    Clock clock = ShiftedClock.system();
    assertShifted(clock, Duration.ZERO);

    for (Duration jump : new Duration[] {Duration.ofHours(2), Duration.ofHours(-2)}) {
      byte[] bytes =
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(jump.toMillis())
              .array();
      Files.write(file, bytes, StandardOpenOption.WRITE);
      assertShifted(clock, jump);
    }
  }

  private static void assertShifted(Clock clock, Duration jump) {
    assertThat(clock.instant()).isCloseTo(Instant.now().plus(jump), within(1, ChronoUnit.MINUTES));
    assertThat(Instant.ofEpochMilli(clock.millis()))
        .isCloseTo(Instant.now().plus(jump), within(1, ChronoUnit.MINUTES));
  }
}
