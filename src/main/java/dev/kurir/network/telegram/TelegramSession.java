package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Bot;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.network.BotHealth;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One opened bot: its token, its sends, many under way at once, and how it receives, if it does.
 * Thread-safe.
 */
final class TelegramSession {
  private final Bot bot;
  private final TelegramToken token;
  private final TelegramApi api;
  private final BooleanSupplier holds;
  private final FloodWaits floodWaits;
  private @Nullable Reception reception;

  /**
   * @param holds whether this node may act for the bot now
   */
  TelegramSession(Bot bot, TelegramApi api, Clock clock, BooleanSupplier holds) {
    this.bot = bot;
    this.token = TelegramToken.of(bot.credentials());
    this.api = api;
    this.holds = holds;
    this.floodWaits = new FloodWaits(clock);
  }

  Bot bot() {
    return bot;
  }

  TelegramToken token() {
    return token;
  }

  /** Whether this node may act for the bot now. */
  boolean holds() {
    return holds.getAsBoolean();
  }

  /** Sends; what becomes of it never fails. The order within a chat is the caller's. */
  CompletableFuture<TelegramAnswer> send(ObjectNode message) {
    return api.call(token, "sendMessage", message, TelegramApi.PATIENCE, holds)
        .thenApply(
            answer -> {
              if (answer.refusesToken()) {
                tokenRefused(answer);
              }
              return answer;
            });
  }

  private synchronized void tokenRefused(TelegramAnswer answer) {
    if (reception != null) {
      reception.tokenRefused(answer);
    }
  }

  /** What an answer to a send means. */
  Outcome outcome(String chat, TelegramAnswer answer) {
    Duration wait = answer.retryAfter();
    return answer.outcome(
        answer.flooded() && wait != null ? floodWaits.refused(chat, wait) : Scope.BOT);
  }

  /** Whether a webhook request shows the secret; compares in constant time. */
  boolean knows(@Nullable String secret) {
    return secret != null
        && MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8),
            token.webhookSecret(bot.webhookKey()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Begins to receive.
   *
   * @return the network's first answer
   */
  synchronized CompletableFuture<TelegramAnswer> receive(Function<TelegramSession, Reception> how) {
    pause();
    reception = how.apply(this);
    return reception.start();
  }

  /** Receives nothing more, and its health goes on saying why. */
  synchronized void refuse() {
    if (reception != null) {
      reception.stop();
    }
  }

  /** No longer receives; still sends. */
  synchronized void pause() {
    refuse();
    reception = null;
  }

  synchronized BotHealth health() {
    return reception == null
        ? new BotHealth(true, "sends only: no inbound route runs here")
        : reception.health();
  }
}
