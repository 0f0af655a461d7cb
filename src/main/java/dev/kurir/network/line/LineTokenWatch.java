package dev.kurir.network.line;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after bots whose token LINE refused (401), with growing pauses up to half an hour, so that
 * their health tells when LINE accepts it again. Any send that works says so sooner. Thread-safe;
 * keeps no thread waiting.
 */
final class LineTokenWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LineTokenWatch.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private final LineBots bots;
  private final Duration firstPause;

  LineTokenWatch(LineBots bots, Duration firstPause) {
    this.bots = bots;
    this.firstPause = firstPause;
  }

  /** LINE refused the bot's token. */
  void refused(LineBot bot, String reason) {
    if (bot.revoked(reason)) {
      LOG.warn("{}: its token is refused: {}", bot.bot(), reason);
      later(bot, firstPause);
    }
  }

  private void later(LineBot bot, Duration pause) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> look(bot, pause));
  }

  private void look(LineBot bot, Duration pause) {
    if (!bots.has(bot) || !bot.isRevoked()) {
      return;
    }
    CompletableFuture<?> unused =
        bot.api()
            .info()
            .whenComplete(
                (info, thrown) -> {
                  if (thrown == null) {
                    bot.revoked(null);
                    LOG.info("{}: its token is accepted again", bot.bot());
                    return;
                  }
                  LineFailure failure = LineFailure.of(thrown, List.of());
                  if (failure.status() == 401) {
                    bot.revoked(failure.reason());
                  }
                  Duration next = pause.multipliedBy(2);
                  later(bot, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next);
                });
  }
}
