package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.network.BotHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Telegram for one bot's updates, one request at a time; holds no thread while it waits.
 *
 * <p>The offset, which tells Telegram to forget what lies before it, moves on only after the
 * updates before it are stored. What was not stored is asked for again. Ids start anew after a week
 * without updates (Bot API, Update), so after a quiet day the offset is left out: everything before
 * it was confirmed long ago.
 *
 * <p>Where another node may have the bot by now, nothing is asked and nothing is taken in; what was
 * not taken in is not confirmed, and the other node gets it.
 *
 * <p>Thread-safe: steps follow one another, {@link #stop} may come at any time.
 */
final class LongPolling implements Reception {
  private static final Logger LOG = LoggerFactory.getLogger(LongPolling.class);
  private static final Duration QUIET = Duration.ofDays(1);
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration SHORTEST_EMPTY_POLL = Duration.ofMillis(500);
  private static final Duration UNTIL_HELD = Duration.ofMillis(500);

  private final Bot bot;
  private final TelegramToken token;
  private final TelegramApi api;
  private final PollOptions options;
  private final Intake intake;
  private final Attendance attendance;
  private final Backoff.Pause pause;
  private final Backoff backoff;
  private final Clock clock;
  private final BooleanSupplier holds;
  private final CompletableFuture<TelegramAnswer> first = new CompletableFuture<>();
  private volatile BotHealth health = new BotHealth(false, "connecting");
  private volatile boolean stopped;
  private @Nullable CompletableFuture<TelegramAnswer> inFlight;
  private long offset;
  private Instant lastUpdate;

  /** How to ask: seconds that Telegram may wait for updates, and how many it may give at once. */
  record PollOptions(int timeoutSeconds, int limit) {
    static final PollOptions DEFAULT = new PollOptions(25, 100);
  }

  LongPolling(
      Bot bot,
      TelegramToken token,
      TelegramApi api,
      PollOptions options,
      Intake intake,
      Attendance attendance,
      Backoff.Pause pause,
      Clock clock,
      BooleanSupplier holds) {
    this.bot = bot;
    this.token = token;
    this.api = api;
    this.options = options;
    this.intake = intake;
    this.attendance = attendance;
    this.pause = pause;
    this.backoff = new Backoff(pause);
    this.clock = clock;
    this.holds = holds;
    this.lastUpdate = clock.instant();
  }

  @Override
  public CompletableFuture<TelegramAnswer> start() {
    connect();
    return first;
  }

  @Override
  public void stop() {
    synchronized (this) {
      stopped = true;
      if (inFlight != null) {
        inFlight.cancel(true);
      }
    }
    attendance.end();
  }

  /** The next poll is told as well. */
  @Override
  public void tokenRefused(TelegramAnswer answer) {}

  @Override
  public BotHealth health() {
    return health;
  }

  /** While a webhook is set, getUpdates is refused. */
  private void connect() {
    ask("getWebhookInfo", TelegramApi.JSON.createObjectNode(), TelegramApi.PATIENCE, this::found);
  }

  private void found(TelegramAnswer webhook) {
    if (!webhook.ok()) {
      failed(webhook);
    } else if (webhook.result().path("url").asText().isEmpty()) {
      begin(webhook);
    } else {
      LOG.info("{}: removes the webhook that was set, to poll", bot);
      ObjectNode keep = TelegramApi.JSON.createObjectNode().put("drop_pending_updates", false);
      ask("deleteWebhook", keep, TelegramApi.PATIENCE, this::removed);
    }
  }

  private void removed(TelegramAnswer answer) {
    if (answer.ok()) {
      begin(answer);
    } else {
      failed(answer);
    }
  }

  /** After a failure it is called up only when a poll succeeds. */
  private void begin(TelegramAnswer answer) {
    if (!first.isDone()) {
      say(true, "polling");
    }
    poll();
    first.complete(answer);
  }

  private void poll() {
    ObjectNode arguments = TelegramApi.JSON.createObjectNode();
    if (offset > 0 && Duration.between(lastUpdate, clock.instant()).compareTo(QUIET) > 0) {
      offset = 0;
    }
    if (offset > 0) {
      arguments.put("offset", offset);
    }
    arguments.put("limit", options.limit());
    arguments.put("timeout", options.timeoutSeconds());
    arguments.set("allowed_updates", UpdateKind.names());
    long began = System.nanoTime();
    Duration patience = Duration.ofSeconds(options.timeoutSeconds()).plus(MARGIN);
    ask("getUpdates", arguments, patience, answer -> received(answer, began));
  }

  private void received(TelegramAnswer answer, long began) {
    if (!answer.ok()) {
      failed(answer);
      return;
    }
    if (!holds.getAsBoolean()) {
      waitUntilHeld();
      return;
    }
    backoff.reset();
    say(true, "polling");
    if (!answer.result().isEmpty()) {
      handOn(answer.result());
      return;
    }
    attendance.complete();
    if (System.nanoTime() - began < SHORTEST_EMPTY_POLL.toNanos()) {
      pause.after(SHORTEST_EMPTY_POLL, step(this::poll));
    } else {
      poll();
    }
  }

  private void handOn(JsonNode updates) {
    Instant now = clock.instant();
    List<Arrival> arrivals = new ArrayList<>();
    long highest = 0;
    for (JsonNode update : updates) {
      arrivals.add(TelegramTranslator.translate(bot.id(), update, now));
      highest = Math.max(highest, update.path("update_id").asLong());
    }
    long confirms = highest + 1;
    var unused =
        intake
            .take(arrivals)
            .whenComplete((stored, failure) -> step(() -> settled(confirms, failure)).run());
  }

  private void settled(long confirms, @Nullable Throwable failure) {
    if (failure == null) {
      offset = confirms;
      lastUpdate = clock.instant();
      attendance.complete();
      poll();
      return;
    }
    attendance.incomplete();
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    say(false, "updates are asked for again, " + cause.getMessage());
    backoff.again(null, step(this::poll));
  }

  private void failed(TelegramAnswer answer) {
    if (answer.isWithheld()) {
      waitUntilHeld();
      return;
    }
    if (answer.refusesToken()) {
      say(false, TelegramToken.refused(answer));
      backoff.rarely(step(this::connect));
    } else {
      say(false, answer.conflict() ? explained(answer) : answer.reason() + "; trying again");
      backoff.again(answer.retryAfter(), step(this::connect));
    }
    first.complete(answer);
  }

  private static String explained(TelegramAnswer conflict) {
    return conflict.reason().contains("webhook")
        ? "409: another program set a webhook for this bot; stop it, or give Kurir a bot of its own"
        : "409: another program polls this bot; stop it, or give Kurir a bot of its own";
  }

  private void ask(
      String method, ObjectNode arguments, Duration patience, Consumer<TelegramAnswer> then) {
    CompletableFuture<TelegramAnswer> answer;
    if (!holds.getAsBoolean()) {
      waitUntilHeld();
      return;
    }
    synchronized (this) {
      if (stopped) {
        return;
      }
      answer = api.call(token, method, arguments, patience, holds);
      inFlight = answer;
    }
    var unused = answer.thenAccept(told -> step(() -> then.accept(told)).run());
  }

  /** Soon it is stopped, or holds the bot again. */
  private void waitUntilHeld() {
    say(false, "perhaps another node has the bot now");
    first.complete(TelegramAnswer.withheld("polling"));
    pause.after(UNTIL_HELD, step(this::connect));
  }

  /** A step that neither runs after the stop nor ends the polling by an unforeseen failure. */
  private Runnable step(Runnable next) {
    return () -> {
      if (stopped) {
        return;
      }
      try {
        next.run();
      } catch (RuntimeException e) {
        LOG.error("{}: polling failed unexpectedly, begins anew", bot, e);
        backoff.again(null, step(this::connect));
      }
    };
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
