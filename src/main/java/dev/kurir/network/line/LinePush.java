package dev.kurir.network.line;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.OverQuota;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Pushes a dispatch, as long as the bot's month allows. LINE recognises a repeat by its retry key,
 * so whatever may have been lost on the way can be sent again within 24 hours.
 *
 * <p>While the month is spent, LINE is asked once an hour only, by the next dispatch that comes;
 * but one that LINE may have taken already is always asked for, while LINE still knows its key.
 * Thread-safe.
 */
final class LinePush {
  private static final int REMEMBERED = 10_000;

  private final LineQuotaWatch quotas;
  private final LineSettings.Spent whenSpent;
  private final Clock clock;

  /** Retry keys of pushes that LINE may have taken. */
  private final Set<UUID> doubtful =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  LinePush(LineQuotaWatch quotas, LineSettings.Spent whenSpent, Clock clock) {
    this.quotas = quotas;
    this.whenSpent = whenSpent;
    this.clock = clock;
  }

  /** Completes normally, however it ends. */
  CompletableFuture<Outcome> send(LineBot bot, Dispatch dispatch) {
    if (!dispatch.repeated() && !doubtful.contains(dispatch.retryKey())) {
      Optional<Instant> closed = bot.quota().closedUntil(clock.instant());
      if (closed.isPresent()) {
        return CompletableFuture.completedFuture(
            spent(closed.get(), "LINE said so before and is asked again later"));
      }
    }
    int items = dispatch.items().size();
    return bot.api()
        .push(dispatch)
        .handle(
            (sent, thrown) -> {
              Outcome outcome =
                  thrown == null
                      ? LineOutcome.delivered(sent == null ? null : sent.sentMessages(), items)
                      : failed(bot, LineFailure.of(thrown, List.of()), items);
              note(bot, dispatch, outcome, thrown == null);
              return outcome;
            });
  }

  private Outcome failed(LineBot bot, LineFailure failure, int items) {
    Instant now = clock.instant();
    if (LineOutcome.monthIsSpent(failure)) {
      Instant until = bot.quota().exceeded(now);
      quotas.exceeded(bot);
      return spent(until, failure.reason());
    }
    return LineOutcome.failed(failure, items, now);
  }

  private Outcome spent(Instant until, String reason) {
    String why = "the bot's monthly quota at LINE is used up: " + reason;
    return whenSpent == LineSettings.Spent.WAIT
        ? new OverQuota(until, why)
        : new Rejected(why, Meaning.MESSAGE);
  }

  private void note(LineBot bot, Dispatch dispatch, Outcome outcome, boolean counted) {
    if (outcome instanceof RetryLater) {
      doubtful.add(dispatch.retryKey());
    } else {
      doubtful.remove(dispatch.retryKey());
    }
    if (outcome instanceof Delivered && counted) {
      quotas.pushed(bot);
    }
  }
}
