package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What Telegram keeps of one bot: its updates until they are confirmed, the one poller that waits
 * for them, or the webhook that gets them in order, one at a time, until it answers 2xx.
 * Thread-safe.
 */
final class TelegramAccount {
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;

  /** A webhook as {@code setWebhook} made it. */
  record Webhook(String url, String secret, int maxConnections) {}

  private record Poll(Promise<Reply> answer, long offset, int limit, long timer) {}

  final TelegramBot bot;
  final Faults faults = new Faults(Set.of("sendMessage"));
  final AtomicLong messageIds = new AtomicLong();
  final Set<Long> knownChats = ConcurrentHashMap.newKeySet();
  private final Vertx vertx;
  private final WebhookCaller caller;
  private final Clock clock;
  private final TelegramUpdates updates = new TelegramUpdates();
  private @Nullable Poll poll;
  private @Nullable Webhook webhook;
  private boolean delivering;
  private volatile boolean revoked;
  private long pause = FIRST_PAUSE_MS;
  private long conflicts;
  private @Nullable Random repeating;
  private double repeated;
  private @Nullable String lastError;
  private @Nullable Instant lastErrorAt;

  TelegramAccount(TelegramBot bot, Vertx vertx, WebhookCaller caller, Clock clock) {
    this.bot = bot;
    this.vertx = vertx;
    this.caller = caller;
    this.clock = clock;
  }

  /** A new update for the bot: its id, or 0 where the bot does not want its kind. */
  long add(ObjectNode json) {
    TelegramUpdates.Update update;
    Runnable wake = () -> {};
    synchronized (this) {
      update = updates.add(json, clock.instant());
      Poll waiting = poll;
      if (update != null && waiting != null) {
        poll = null;
        vertx.cancelTimer(waiting.timer());
        Reply answer = TelegramReplies.ok(array(updates.read(waiting.offset(), waiting.limit())));
        wake = () -> waiting.answer().complete(answer);
      }
    }
    wake.run();
    deliver();
    return update == null ? 0 : update.id();
  }

  /** A share of the updates that the webhook took comes once more. */
  synchronized void repeat(double share, long seed) {
    repeated = share;
    repeating = new Random(seed);
  }

  /** The token is refused from now on, or accepted again; a waiting poll is told at once. */
  void revoke(boolean on) {
    Poll waiting;
    synchronized (this) {
      revoked = on;
      waiting = on ? poll : null;
      poll = on ? null : poll;
    }
    if (waiting != null) {
      vertx.cancelTimer(waiting.timer());
      waiting.answer().tryComplete(TelegramReplies.error(401, "Unauthorized"));
    }
  }

  boolean revoked() {
    return revoked;
  }

  synchronized int pending() {
    return updates.size();
  }

  synchronized long conflicts() {
    return conflicts;
  }

  synchronized @Nullable Webhook webhook() {
    return webhook;
  }

  /** {@code getUpdates}: what is there, or what comes within the time. */
  Future<Reply> poll(long offset, int limit, long seconds, @Nullable List<String> allowed) {
    Promise<Reply> answer = Promise.promise();
    Poll terminated;
    synchronized (this) {
      if (webhook != null) {
        return Future.succeededFuture(
            TelegramReplies.conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                    + " the webhook first"));
      }
      if (allowed != null) {
        updates.allow(allowed);
      }
      terminated = poll;
      poll = null;
      conflicts += terminated == null ? 0 : 1;
      updates.forget(clock.instant());
      List<TelegramUpdates.Update> there = updates.read(offset, limit);
      if (!there.isEmpty() || seconds <= 0) {
        answer.complete(TelegramReplies.ok(array(there)));
      } else {
        long timer = vertx.setTimer(seconds * 1000, id -> expire(answer));
        poll = new Poll(answer, offset, limit, timer);
      }
    }
    terminate(
        terminated,
        "terminated by other getUpdates request; make sure that only one bot instance is running");
    return answer.future();
  }

  private void expire(Promise<Reply> answer) {
    synchronized (this) {
      if (poll != null && poll.answer() == answer) {
        poll = null;
      }
    }
    answer.tryComplete(TelegramReplies.ok(Json.array()));
  }

  private void terminate(@Nullable Poll poll, String reason) {
    if (poll != null) {
      vertx.cancelTimer(poll.timer());
      poll.answer().tryComplete(TelegramReplies.conflict(reason));
    }
  }

  /** Sets or, with null, removes the webhook; tells whether that changed anything. */
  boolean setWebhook(@Nullable Webhook next, @Nullable List<String> allowed, boolean dropPending) {
    Poll terminated;
    boolean changed;
    synchronized (this) {
      changed = next == null ? webhook != null : !next.equals(webhook);
      webhook = next;
      lastError = null;
      lastErrorAt = null;
      pause = FIRST_PAUSE_MS;
      if (allowed != null) {
        updates.allow(allowed);
      }
      if (dropPending) {
        updates.clear();
      }
      terminated = next == null ? null : poll;
      poll = next == null ? poll : null;
    }
    terminate(terminated, "terminated by setWebhook request");
    deliver();
    return changed;
  }

  synchronized ObjectNode webhookInfo() {
    ObjectNode info =
        Json.object()
            .put("url", webhook == null ? "" : webhook.url())
            .put("has_custom_certificate", false)
            .put("pending_update_count", updates.size());
    if (webhook != null) {
      info.put("max_connections", webhook.maxConnections()).put("ip_address", "127.0.0.1");
    }
    if (lastError != null && lastErrorAt != null) {
      info.put("last_error_date", lastErrorAt.getEpochSecond())
          .put("last_error_message", lastError);
    }
    if (!updates.allowed().isEmpty()) {
      ArrayNode array = info.putArray("allowed_updates");
      updates.allowed().forEach(array::add);
    }
    return info;
  }

  private void deliver() {
    Webhook to;
    TelegramUpdates.Update update;
    synchronized (this) {
      to = webhook;
      updates.forget(clock.instant());
      update = updates.oldest();
      if (delivering || to == null || update == null) {
        return;
      }
      delivering = true;
    }
    post(to, update)
        .onSuccess(
            status -> {
              if (status / 100 == 2 && repeats()) {
                post(to, update);
              }
              delivered(
                  update, status / 100 == 2 ? null : "Wrong response from the webhook: " + status);
            })
        .onFailure(failure -> delivered(update, "Connection refused"));
  }

  private Future<Integer> post(Webhook to, TelegramUpdates.Update update) {
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (!to.secret().isEmpty()) {
      headers.put("X-Telegram-Bot-Api-Secret-Token", to.secret());
    }
    return caller.post(to.url(), headers, Json.bytes(update.json()));
  }

  private synchronized boolean repeats() {
    return repeating != null && repeating.nextDouble() < repeated;
  }

  private void delivered(TelegramUpdates.Update update, @Nullable String error) {
    long wait;
    synchronized (this) {
      if (error == null) {
        updates.confirm(update);
        pause = FIRST_PAUSE_MS;
        wait = 0;
      } else {
        lastError = error;
        lastErrorAt = clock.instant();
        wait = pause;
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      }
      delivering = wait > 0;
    }
    if (wait == 0) {
      deliver();
      return;
    }
    vertx.setTimer(
        wait,
        timer -> {
          synchronized (this) {
            delivering = false;
          }
          deliver();
        });
  }

  private static ArrayNode array(List<TelegramUpdates.Update> updates) {
    ArrayNode array = Json.array();
    new ArrayList<>(updates).forEach(update -> array.add(update.json()));
    return array;
  }
}
