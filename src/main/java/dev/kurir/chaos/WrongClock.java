package dev.kurir.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** By how much Kurir's clock is wrong: the file that it reads each time. */
final class WrongClock {
  private final Path file;

  WrongClock(Path file) throws IOException {
    this.file = file;
    Files.write(file, new byte[Long.BYTES]);
  }

  /** The JVM option that has Kurir read the file. */
  String option() {
    return "-Dkurir.chaos.clock=" + file;
  }

  void shift(Duration by) throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(by.toMillis())
            .array();
    Files.write(file, bytes, StandardOpenOption.WRITE); // in place: Kurir has it mapped
  }
}
