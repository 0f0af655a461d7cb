package dev.kurir;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that is wrong by as many milliseconds as a file says (8 bytes, little endian), read anew
 * each time: {@code kurir chaos} lets the time jump with it. Thread-safe.
 */
final class ShiftedClock extends Clock {
  /** The system property that names the file. */
  static final String PROPERTY = "kurir.chaos.clock";

  private final Clock right;
  private final MappedByteBuffer shift;

  private ShiftedClock(Clock right, MappedByteBuffer shift) {
    this.right = right;
    this.shift = shift;
  }

  /** The system's clock, shifted only where the property names a file. */
  static Clock system() throws IOException {
    String file = System.getProperty(PROPERTY);
    if (file == null) {
      return Clock.systemUTC();
    }
    try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
      MappedByteBuffer shift = channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES);
      shift.order(ByteOrder.LITTLE_ENDIAN);
      return new ShiftedClock(Clock.systemUTC(), shift);
    }
  }

  @Override
  public Instant instant() {
    return right.instant().plusMillis(shift.getLong(0));
  }

  @Override
  public long millis() {
    return right.millis() + shift.getLong(0);
  }

  @Override
  public ZoneId getZone() {
    return right.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new ShiftedClock(right.withZone(zone), shift);
  }
}
