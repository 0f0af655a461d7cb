package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Bot;
import dev.kurir.network.BotHealth;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Telegram where one bot's updates are to be posted, with the secret that it has to show, and
 * asks every ten minutes how that goes: a token that is refused, a webhook that is gone or can't be
 * reached shows in health. What Telegram keeps stays kept, and the webhook stays set when Kurir
 * stops. Thread-safe.
 */
final class WebhookRegistration implements Reception {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRegistration.class);

  static final Duration ASK_EVERY = Duration.ofMinutes(10);

  /** One bot shall not occupy all the threads on which webhooks are answered. */
  private static final int CONNECTIONS = 10;

  private final Bot bot;
  private final TelegramToken token;
  private final TelegramApi api;
  private final String url;
  private final Attendance attendance;
  private final Backoff.Pause pause;
  private final Backoff backoff;
  private final CompletableFuture<TelegramAnswer> first = new CompletableFuture<>();
  private volatile BotHealth health = new BotHealth(false, "connecting");
  private volatile boolean stopped;

  WebhookRegistration(
      Bot bot,
      TelegramToken token,
      TelegramApi api,
      URI publicUrl,
      Attendance attendance,
      Backoff.Pause pause) {
    this.bot = bot;
    this.token = token;
    this.api = api;
    this.url = publicUrl + bot.webhookPath();
    this.attendance = attendance;
    this.pause = pause;
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
    attendance.end();
  }

  @Override
  public void tokenRefused(TelegramAnswer answer) {
    say(false, TelegramToken.refused(answer));
  }

  @Override
  public BotHealth health() {
    return health;
  }

  private void register() {
    ObjectNode arguments =
        TelegramApi.JSON
            .createObjectNode()
            .put("url", url)
            .put("secret_token", token.webhookSecret(bot.webhookKey()))
            .put("max_connections", CONNECTIONS)
            .put("drop_pending_updates", false);
    arguments.set("allowed_updates", UpdateKind.names());
    call("setWebhook", arguments, this::registered);
  }

  private void registered(TelegramAnswer answer) {
    if (answer.ok()) {
      say(true, "webhook");
      backoff.reset();
      look();
    } else {
      failed(answer, this::register);
    }
    first.complete(answer);
  }

  private void look() {
    call("getWebhookInfo", TelegramApi.JSON.createObjectNode(), this::seen);
  }

  private void seen(TelegramAnswer answer) {
    if (!answer.ok()) {
      failed(answer, this::look);
      return;
    }
    backoff.reset();
    String set = answer.result().path("url").asText();
    if (set.isEmpty()) {
      say(false, "the webhook was removed by another program; setting it again");
      register();
      return;
    }
    String error = answer.result().path("last_error_message").asText();
    long waiting = answer.result().path("pending_update_count").asLong();
    if (!set.equals(url)) {
      say(false, "another program set a webhook for this bot; give Kurir a bot of its own");
      attendance.incomplete();
    } else if (waiting > 0 && !error.isEmpty()) {
      String why = token.removedFrom(error).replaceAll("\\p{Cntrl}", " ");
      say(false, "webhook, but Telegram can't deliver " + waiting + " updates: " + why);
      attendance.incomplete();
    } else {
      say(true, "webhook");
      attendance.complete();
    }
    pause.after(ASK_EVERY, this::look);
  }

  private void failed(TelegramAnswer answer, Runnable again) {
    if (answer.refusesToken()) {
      say(false, TelegramToken.refused(answer));
      backoff.rarely(again);
    } else {
      say(false, answer.reason());
      backoff.again(answer.retryAfter(), again);
    }
  }

  private void call(String method, ObjectNode arguments, Consumer<TelegramAnswer> then) {
    if (stopped) {
      return;
    }
    var unused =
        api.call(token, method, arguments, TelegramApi.PATIENCE)
            .thenAccept(
                answer -> {
                  if (!stopped) {
                    then.accept(answer);
                  }
                });
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
