package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Bot;
import dev.kurir.network.BotHealth;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Telegram where one bot's updates are to be posted, with the secret that it has to show.
 * What Telegram keeps stays kept, and the webhook stays set when Kurir stops. Thread-safe.
 */
final class WebhookRegistration implements Reception {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRegistration.class);

  /** One bot shall not occupy all the threads on which webhooks are answered. */
  private static final int CONNECTIONS = 10;

  private final Bot bot;
  private final TelegramToken token;
  private final TelegramApi api;
  private final URI publicUrl;
  private final Backoff backoff;
  private final CompletableFuture<TelegramAnswer> first = new CompletableFuture<>();
  private volatile BotHealth health = new BotHealth(false, "connecting");
  private volatile boolean stopped;

  WebhookRegistration(
      Bot bot, TelegramToken token, TelegramApi api, URI publicUrl, Backoff.Pause pause) {
    this.bot = bot;
    this.token = token;
    this.api = api;
    this.publicUrl = publicUrl;
    this.backoff = new Backoff(pause);
  }

  @Override
  public CompletableFuture<TelegramAnswer> start() {
    register();
    return first;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public BotHealth health() {
    return health;
  }

  private void register() {
    if (stopped) {
      return;
    }
    ObjectNode arguments =
        TelegramApi.JSON
            .createObjectNode()
            .put("url", publicUrl + bot.webhookPath())
            .put("secret_token", token.webhookSecret(bot.webhookKey()))
            .put("max_connections", CONNECTIONS)
            .put("drop_pending_updates", false);
    arguments.set("allowed_updates", UpdateKind.names());
    var unused =
        api.call(token, "setWebhook", arguments, TelegramApi.PATIENCE).thenAccept(this::answered);
  }

  private void answered(TelegramAnswer answer) {
    if (answer.ok()) {
      say(true, "webhook");
    } else if (answer.refusesToken()) {
      say(false, "stopped: " + answer.reason() + " (expected: the bot's current token)");
    } else {
      say(false, answer.reason());
      backoff.again(answer.retryAfter(), this::register);
    }
    first.complete(answer);
  }

  private void say(boolean up, String detail) {
    BotHealth now = new BotHealth(up, detail);
    if (!now.equals(health)) {
      health = now;
      if (up) {
        LOG.info("{}: {}", bot, detail);
      } else {
        LOG.warn("{}: {}", bot, detail);
      }
    }
  }
}
