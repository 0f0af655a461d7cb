package dev.kurir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The resident memory of a process, looked at ten times a second until it is closed: its maximum.
 * Knows it where there is {@code /proc}.
 */
final class ProcessMemory implements AutoCloseable {
  private final Path status;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile double most;

  ProcessMemory(long pid) {
    status = Path.of("/proc", Long.toString(pid), "status");
    clock.scheduleAtFixedRate(this::look, 0, 100, TimeUnit.MILLISECONDS);
  }

  private void look() {
    most = Math.max(most, megabytes().orElse(0.0));
  }

  private Optional<Double> megabytes() {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The most megabytes seen; 0 where they can't be known. */
  double most() {
    return most;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
