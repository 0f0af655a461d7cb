package dev.kurir.network.line;

import com.linecorp.bot.messaging.model.TestWebhookEndpointResponse;
import dev.kurir.network.RefusedException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells LINE where a bot's webhook is, and asks it to try (Messaging API, "Set webhook endpoint
 * URL", "Test webhook endpoint"). Goes on in the background, with growing pauses, until both worked
 * or LINE called by itself. Thread-safe; keeps no thread waiting.
 */
final class LineWebhook {
  private static final Logger LOG = LoggerFactory.getLogger(LineWebhook.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final URI publicUrl;
  private final LineBots bots;
  private final Duration firstPause;

  LineWebhook(URI publicUrl, LineBots bots, Duration firstPause) {
    this.publicUrl = publicUrl;
    this.bots = bots;
    this.firstPause = firstPause;
  }

  /**
   * Sets the webhook. That LINE is away, or can't reach it, is no error.
   *
   * @throws RefusedException when LINE refuses the token or the URL
   */
  void set(LineBot bot) throws RefusedException {
    try {
      note(bot, setAndTest(bot).join(), firstPause);
    } catch (CompletionException thrown) {
      LineFailure failure = LineFailure.of(thrown, List.of());
      if (failure.refusal()) {
        throw new RefusedException(failure.reason());
      }
      postpone(bot, failure, firstPause);
    }
  }

  /** Completes with what LINE's test found wrong; exceptionally when the webhook isn't set. */
  private CompletableFuture<Optional<String>> setAndTest(LineBot bot) {
    URI url = url(bot);
    return bot.api()
        .setWebhook(url)
        .thenCompose(
            set ->
                bot.api()
                    .testWebhook(url)
                    .thenApply(LineWebhook::complaint)
                    .exceptionally(
                        thrown -> Optional.of(LineFailure.of(thrown, List.of()).reason())));
  }

  private URI url(LineBot bot) {
    return URI.create(publicUrl.toString().replaceAll("/+$", "") + bot.bot().webhookPath());
  }

  private static Optional<String> complaint(@Nullable TestWebhookEndpointResponse test) {
    if (test == null) {
      return Optional.of("no answer that can be read");
    }
    return Boolean.TRUE.equals(test.success())
        ? Optional.empty()
        : Optional.of(test.reason() + " (" + test.statusCode() + ")");
  }

  private void note(LineBot bot, Optional<String> complaint, Duration pause) {
    if (complaint.isEmpty()) {
      bot.webhook(true, "webhook");
      return;
    }
    bot.webhook(true, "webhook set, but LINE's test call failed: " + complaint.get());
    LOG.warn("{}: LINE's test call to its webhook failed: {}", bot.bot(), complaint.get());
    later(bot, pause);
  }

  private void postpone(LineBot bot, LineFailure failure, Duration pause) {
    bot.webhook(false, "webhook not set, trying again: " + failure.reason());
    LOG.warn("{}: webhook not set, trying again in {}: {}", bot.bot(), pause, failure.reason());
    later(bot, pause);
  }

  private void later(LineBot bot, Duration pause) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> again(bot, pause));
  }

  private void again(LineBot bot, Duration pause) {
    if (!bots.has(bot) || bot.heard()) {
      return;
    }
    Duration next = pause.multipliedBy(2);
    Duration nextPause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    CompletableFuture<?> unused =
        setAndTest(bot)
            .whenComplete(
                (complaint, thrown) -> {
                  if (thrown == null) {
                    note(bot, complaint, nextPause);
                    return;
                  }
                  LineFailure failure = LineFailure.of(thrown, List.of());
                  if (failure.refusal()) {
                    bot.webhook(false, "webhook refused: " + failure.reason());
                    LOG.error("{}: webhook refused: {}", bot.bot(), failure.reason());
                  } else {
                    postpone(bot, failure, nextPause);
                  }
                });
  }
}
