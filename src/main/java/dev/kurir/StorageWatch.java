package dev.kurir;

import dev.kurir.metrics.DiskForecast;
import dev.kurir.metrics.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disk with the journal and the embedded database, and warns before it is full: in
 * health, as a meter, and once a day in the log. Thread-safe.
 */
final class StorageWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);
  private static final long LOOK_MINUTES = 5;
  private static final long LOOKS_A_DAY = TimeUnit.DAYS.toMinutes(1) / LOOK_MINUTES;
  private static final double HOURS_A_DAY = 24;

  private final Path directory;
  private final Room room;
  private final Duration warnBefore;
  private final Clock clock;
  private final DiskForecast forecast = new DiskForecast();
  private volatile long free;
  private long looksSinceWarning = LOOKS_A_DAY;

  /** Says how many bytes are free. */
  @FunctionalInterface
  interface Room {
    long free() throws IOException;
  }

  StorageWatch(Path directory, Room room, Duration warnBefore, Clock clock) {
    this.directory = directory;
    this.room = room;
    this.warnBefore = warnBefore;
    this.clock = clock;
  }

  /** Looks from now on, every few minutes. */
  static StorageWatch begin(
      Settings settings, Clock clock, Meters meters, ScheduledExecutorService timer) {
    Path directory = settings.data();
    StorageWatch watch =
        new StorageWatch(
            directory,
            () -> Files.getFileStore(directory).getUsableSpace(),
            settings.duration("kurir.storage.warn-before"),
            clock);
    meters.storage(watch, StorageWatch::free, StorageWatch::daysLeft);
    var looking = timer.scheduleWithFixedDelay(watch::look, 0, LOOK_MINUTES, TimeUnit.MINUTES);
    return watch;
  }

  void look() {
    try {
      free = room.free();
    } catch (IOException e) {
      LOG.warn("storage: {} can't be looked at: {}", directory, e.toString());
      return;
    }
    forecast.seen(clock.instant(), free);
    looksSinceWarning++;
    Optional<String> warning = warning();
    if (warning.isPresent() && looksSinceWarning >= LOOKS_A_DAY) {
      looksSinceWarning = 0;
      LOG.warn("storage: {}", warning.get());
    }
  }

  /** What operators should know; empty: there is room for long, or it is not known yet. */
  Optional<String> warning() {
    return forecast
        .untilFull()
        .filter(left -> left.compareTo(warnBefore) < 0)
        .map(
            left ->
                String.format(
                    Locale.ROOT,
                    "the disk of %s has %,d MB left and is full in %.1f days if it goes on like"
                        + " this: give it room, or archive sooner (kurir.archive.after)",
                    directory,
                    free / 1_000_000,
                    left.toHours() / HOURS_A_DAY));
  }

  private double free() {
    return free;
  }

  /** Infinite: it does not fill, or it is not known yet. */
  private double daysLeft() {
    return forecast
        .untilFull()
        .map(left -> left.toHours() / HOURS_A_DAY)
        .orElse(Double.POSITIVE_INFINITY);
  }
}
