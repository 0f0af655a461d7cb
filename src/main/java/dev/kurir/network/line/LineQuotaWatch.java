package dev.kurir.network.line;

import com.linecorp.bot.messaging.model.QuotaConsumptionResponse;
import com.linecorp.bot.messaging.model.QuotaType;
import dev.kurir.network.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each bot's {@link LineQuota} near what LINE says, and warns its owner at 80 and 100 percent
 * of the month. LINE is asked when the bot opens, and every five minutes while it pushes. What goes
 * wrong here hinders no message. Thread-safe.
 */
final class LineQuotaWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LineQuotaWatch.class);
  private static final Duration READ_EVERY = Duration.ofMinutes(5);

  private final Alarms alarms;
  private final LineTokenWatch tokens;
  private final Clock clock;

  /** Alarms wait for the database, which neither LINE's client nor a message should. */
  private final Executor background;

  LineQuotaWatch(Alarms alarms, LineTokenWatch tokens, Clock clock) {
    this.alarms = alarms;
    this.tokens = tokens;
    this.clock = clock;
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "line-quota");
              thread.setDaemon(true);
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    this.background = one;
  }

  /** Asks LINE, in the background. */
  void read(LineBot bot) {
    bot.quotaAsked(clock.instant());
    CompletableFuture<?> unused =
        bot.api()
            .quota()
            .thenCombine(
                bot.api().consumption(),
                (quota, consumption) -> {
                  Long limit =
                      quota != null && quota.type() == QuotaType.LIMITED ? quota.value() : null;
                  Long used = used(consumption);
                  if (quota != null && used != null) {
                    bot.quota().read(limit, used, clock.instant());
                    bot.revoked(null);
                    tell(bot);
                  }
                  return quota;
                })
            .exceptionally(
                thrown -> {
                  LineFailure failure = LineFailure.of(thrown, List.of());
                  LOG.debug("{}: its quota is not known: {}", bot.bot(), failure.reason());
                  if (failure.status() == 401) {
                    tokens.refused(bot, failure.reason());
                  }
                  return null;
                });
  }

  private static @Nullable Long used(@Nullable QuotaConsumptionResponse consumption) {
    return consumption == null ? null : consumption.totalUsage();
  }

  /** LINE took a push, which counts. */
  void pushed(LineBot bot) {
    bot.quota().pushed(clock.instant());
    if (bot.quotaAskedBefore(clock.instant().minus(READ_EVERY))) {
      read(bot);
    }
    tell(bot);
  }

  /** LINE refused a push because the month is spent. */
  void exceeded(LineBot bot) {
    if (bot.quotaAskedBefore(clock.instant().minus(READ_EVERY))) {
      read(bot);
    }
    tell(bot);
  }

  private void tell(LineBot bot) {
    bot.quota()
        .level(clock.instant())
        .filter(bot::newLevel)
        .ifPresent(
            level ->
                background.execute(
                    () -> alarms.raise(bot.bot().id(), level.occasion(), words(bot, level))));
  }

  private static String words(LineBot bot, LineQuota.Level level) {
    String name = "Your LINE bot " + bot.bot().id();
    if (level.percent() < 100) {
      return "%s has used %d of its %d messages of %s. What goes over waits; answers within a minute are free."
          .formatted(name, level.used(), level.limit(), level.month());
    }
    return "%s has used up its messages of %s%s. Only answers within a minute still go out, until the next month or a larger plan."
        .formatted(name, level.month(), level.limit() == null ? "" : " (" + level.limit() + ")");
  }
}
