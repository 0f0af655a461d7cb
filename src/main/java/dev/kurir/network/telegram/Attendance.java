package dev.kurir.network.telegram;

import dev.kurir.message.Bot;
import dev.kurir.network.Alarms;
import dev.kurir.network.Bookmarks;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When Kurir last had all of one bot's updates, kept over restarts. Telegram forgets an update
 * after 24 hours (Bot API, "Getting updates"): after a longer silence the owner is told, once,
 * between when messages may be missing. May block for the database; thread-safe.
 */
final class Attendance {
  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);
  private static final Duration TELEGRAM_KEEPS = Duration.ofHours(24);
  private static final Duration NOTED_EVERY = Duration.ofMinutes(5);
  private static final String PREFIX = "read ";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Bot bot;
  private final Bookmarks bookmarks;
  private final Alarms alarms;
  private final Clock clock;
  private @Nullable Instant last;
  private Instant noted = Instant.MIN;

  Attendance(Bot bot, Bookmarks bookmarks, Alarms alarms, Clock clock) {
    this.bot = bot;
    this.bookmarks = bookmarks;
    this.alarms = alarms;
    this.clock = clock;
  }

  /** Everything that Telegram still has for the bot is here, or about to be given. */
  synchronized void complete() {
    Instant now = clock.instant();
    if (!look(now)) {
      return;
    }
    last = now;
    if (Duration.between(noted, now).abs().compareTo(NOTED_EVERY) >= 0) {
      note(now);
    }
  }

  /** Telegram has something that is not here: tells the owner when that has lasted a day. */
  synchronized void incomplete() {
    look(clock.instant());
  }

  /** The bot stops: remembers how far it came. */
  synchronized void end() {
    if (last != null && last.isAfter(noted)) {
      note(last);
    }
  }

  /** Whether it is known when it was complete last: otherwise that must not be overwritten. */
  private boolean look(Instant now) {
    Instant since;
    try {
      since = last == null ? remembered().orElse(null) : last;
    } catch (IOException unknown) {
      LOG.warn("{}: whether there is a gap is looked at later", unknown.getMessage());
      return false;
    }
    last = since;
    if (since == null || Duration.between(since, now).compareTo(TELEGRAM_KEEPS) <= 0) {
      return true;
    }
    alarms.raise(
        bot.id(),
        "gap-" + since.getEpochSecond(),
        "Your Telegram bot %s was not read from %s to %s. Telegram keeps messages for 24 hours only: what was sent to it between %s and %s may be missing."
            .formatted(
                bot.account(),
                MINUTE.format(since),
                MINUTE.format(now),
                MINUTE.format(since),
                MINUTE.format(now.minus(TELEGRAM_KEEPS))));
    return true;
  }

  private Optional<Instant> remembered() throws IOException {
    return bookmarks
        .read(bot.id())
        .filter(mark -> mark.startsWith(PREFIX))
        .flatMap(
            mark -> {
              try {
                return Optional.of(Instant.parse(mark.substring(PREFIX.length())));
              } catch (DateTimeException other) {
                return Optional.empty();
              }
            });
  }

  private void note(Instant now) {
    bookmarks.write(bot.id(), PREFIX + now);
    noted = now;
  }
}
