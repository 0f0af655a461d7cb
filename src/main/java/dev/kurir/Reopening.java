package dev.kurir;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.network.Alarms;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again to open the bots that their networks refused when Kurir started: after a minute,
 * doubled up to half an hour, until each is open or removed. The owner is told once. Thread-safe.
 */
final class Reopening {
  private static final Logger LOG = LoggerFactory.getLogger(Reopening.class);
  private static final String OCCASION = "refused";
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private final Alarms alarms;
  private final Duration firstPause;
  private final Map<BotId, Bot> waiting = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  /** Opens a bot, or says why not. */
  @FunctionalInterface
  interface Opener {
    /**
     * @throws Exception when it is refused again
     */
    void open(Bot bot) throws Exception;
  }

  /**
   * @param timer closed by its owner; its threads may block
   */
  Reopening(Alarms alarms, Duration firstPause, ScheduledExecutorService timer) {
    this.alarms = alarms;
    this.firstPause = firstPause;
    this.timer = timer;
  }

  /** The bot's network refused it. */
  void refused(Bot bot, String reason, Opener opener) {
    waiting.put(bot.id(), bot);
    alarms.raise(
        bot.id(),
        OCCASION,
        "Your %s bot %s does not run: %s. Kurir tries again by itself."
            .formatted(bot.network(), bot.account(), reason));
    later(bot, opener, firstPause);
  }

  /** The bot is open, by whoever opened it. */
  void opened(BotId bot) {
    waiting.remove(bot);
    alarms.clear(bot, OCCASION);
  }

  /** The bot is gone; returns when no try is under way. */
  synchronized void forget(BotId bot) {
    waiting.remove(bot);
  }

  private void later(Bot bot, Opener opener, Duration pause) {
    try {
      var unused =
          timer.schedule(() -> again(bot, opener, pause), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      waiting.remove(bot.id());
    }
  }

  private synchronized void again(Bot bot, Opener opener, Duration pause) {
    if (waiting.get(bot.id()) != bot) {
      return;
    }
    try {
      opener.open(bot);
      LOG.info("{}: open now", bot);
    } catch (Exception refused) {
      LOG.debug("{}: refused again: {}", bot, refused.toString());
      Duration next = pause.multipliedBy(2);
      later(bot, opener, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next);
    }
  }

  /** Kurir stops: nothing is tried again. */
  void close() {
    waiting.clear();
  }
}
