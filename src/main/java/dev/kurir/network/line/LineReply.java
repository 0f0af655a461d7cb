package dev.kurir.network.line;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.message.Outcome.Uncertain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends a dispatch as a reply, which costs nothing and has no retry key.
 *
 * <p>When LINE does not say what became of it, the same reply is sent again with the same token
 * while the token lasts: it works once, so that a refusal within its time means that LINE had taken
 * the one before. After that time nobody can know. A token that is refused at the first try sent
 * nothing: the messages are to be pushed. Holds no thread while it waits; thread-safe.
 *
 * <p>Source: Messaging API, "Send reply message"; that a refusal proves a use is inferred from the
 * token's single use.
 */
final class LineReply {
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(1);
  private static final long FIRST_PAUSE_MS = 250;
  private static final long LONGEST_PAUSE_MS = 4_000;

  private final Clock clock;

  LineReply(Clock clock) {
    this.clock = clock;
  }

  /** Completes normally, however it ends. */
  CompletableFuture<Outcome> send(LineBot bot, Dispatch dispatch, String permit) {
    ReplyToken token = ReplyToken.of(permit).orElse(new ReplyToken("-", Instant.MIN));
    if (token.expired(clock.instant()) && !dispatch.repeated()) {
      return CompletableFuture.completedFuture(push("it has expired"));
    }
    Attempts attempts = new Attempts(bot, dispatch, token);
    attempts.next(dispatch.repeated());
    return attempts.end;
  }

  private static Outcome push(String reason) {
    return new RetryLater(
        Duration.ZERO, Scope.CONVERSATION, "the reply token was refused: " + reason);
  }

  /** One dispatch's tries, one after the other. */
  private final class Attempts {
    final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final LineBot bot;
    private final Dispatch dispatch;
    private final ReplyToken token;
    private final long began = System.nanoTime();
    private final boolean plausible;
    private long pause = FIRST_PAUSE_MS;

    Attempts(LineBot bot, Dispatch dispatch, ReplyToken token) {
      this.bot = bot;
      this.dispatch = dispatch;
      this.token = token;
      this.plausible = !token.expires().isAfter(clock.instant().plus(LONGEST_LIFE));
    }

    /**
     * @param doubt whether LINE may have taken it already
     */
    void next(boolean doubt) {
      try {
        reply(doubt);
      } catch (RuntimeException unexpected) {
        end.completeExceptionally(unexpected);
      }
    }

    private void reply(boolean doubt) {
      CompletableFuture<?> unused =
          bot.api()
              .reply(dispatch, token.text())
              .whenComplete(
                  (sent, thrown) -> {
                    if (thrown == null) {
                      end.complete(
                          LineOutcome.delivered(
                              sent == null ? null : sent.sentMessages(), dispatch.items().size()));
                    } else {
                      failed(LineFailure.of(thrown, List.of()), doubt);
                    }
                  });
    }

    private void failed(LineFailure failure, boolean doubt) {
      if (tokenRefused(failure)) {
        end.complete(doubt ? taken(failure) : push(failure.reason()));
      } else if (failure.refusal() && (!doubt || failure.status() == 400)) {
        end.complete(LineOutcome.failed(failure, dispatch.items().size(), clock.instant()));
      } else if (!doubt && (failure.unsent() || failure.status() == 429)) {
        end.complete(LineOutcome.failed(failure, dispatch.items().size(), clock.instant()));
      } else if (failure.refusal() || !inTime(pause)) {
        end.complete(unknown(failure));
      } else {
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> next(true));
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      }
    }

    /** Refused after a try that may have worked. */
    private Outcome taken(LineFailure failure) {
      return inTime(0) ? new Delivered(List.of()) : unknown(failure);
    }

    /** By two clocks: the one that dates the token may be set while this goes on. */
    private boolean inTime(long laterMs) {
      Duration spent = Duration.ofNanos(System.nanoTime() - began).plusMillis(laterMs);
      return plausible
          && spent.compareTo(LONGEST_LIFE) < 0
          && !token.expired(clock.instant().plusMillis(laterMs));
    }

    private Outcome unknown(LineFailure failure) {
      return new Uncertain(
          "LINE did not say whether it took the reply, and its token is over: " + failure.reason());
    }
  }

  private static boolean tokenRefused(LineFailure failure) {
    String reason = failure.reason().toLowerCase(Locale.ROOT);
    return failure.status() == 400
        && (reason.contains("reply token") || reason.contains("replytoken"));
  }
}
