package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kurir.message.Address;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request to the Bot API, and what it means for a message.
 *
 * @param status the HTTP status; 0 where there was no answer
 * @param json Telegram's envelope; missing where there was none
 * @param reason one line without token and text, fit for owners and logs
 */
record TelegramAnswer(Kind kind, int status, JsonNode json, String reason) {
  private static final List<String> GONE =
      List.of(
          "chat not found",
          "user not found",
          "user is deactivated",
          "group chat was deactivated",
          "peer_id_invalid");
  private static final long LONGEST_WAIT = Duration.ofDays(1).toSeconds();

  /** How the request ended. */
  enum Kind {
    /** Telegram did it. */
    OK,
    /** Telegram itself refused it. */
    ERROR,
    /** Something answered that was not the Bot API: a proxy, a gateway. */
    FOREIGN,
    /** It surely never left. */
    UNSENT,
    /** It did not leave: another node may have the bot now. */
    WITHHELD,
    /** It may have been carried out: the answer never came, or not whole. */
    BROKEN
  }

  static TelegramAnswer unsent(String reason) {
    return new TelegramAnswer(Kind.UNSENT, 0, MissingNode.getInstance(), reason);
  }

  static TelegramAnswer withheld(String method) {
    String reason = method + ": another node may have the bot now";
    return new TelegramAnswer(Kind.WITHHELD, 0, MissingNode.getInstance(), reason);
  }

  static TelegramAnswer broken(String reason) {
    return new TelegramAnswer(Kind.BROKEN, 0, MissingNode.getInstance(), reason);
  }

  /** Nothing is known of Telegram by it. */
  boolean isWithheld() {
    return kind == Kind.WITHHELD;
  }

  boolean ok() {
    return kind == Kind.OK;
  }

  JsonNode result() {
    return json.path("result");
  }

  /** Telegram does not know the token (404) or no longer accepts it (401). */
  boolean refusesToken() {
    return kind == Kind.ERROR && (status == 401 || status == 404);
  }

  /** Somebody else receives this bot's updates. */
  boolean conflict() {
    return kind == Kind.ERROR && status == 409;
  }

  /** Too many requests. */
  boolean flooded() {
    return kind == Kind.ERROR && status == 429;
  }

  /** Telegram refused the request for what it says, so that repeating it is of no use. */
  boolean refusesRequest() {
    return kind == Kind.ERROR && status >= 400 && status < 500 && status != 409 && status != 429;
  }

  /** How long Telegram wants to be left alone; null where it did not say. */
  @Nullable Duration retryAfter() {
    JsonNode seconds = json.path("parameters").path("retry_after");
    return seconds.canConvertToLong() && seconds.asLong() > 0
        ? Duration.ofSeconds(Math.min(seconds.asLong(), LONGEST_WAIT))
        : null;
  }

  /**
   * What this answer to {@code sendMessage} means. A refused token ends the message as dead, told
   * to the owner and fit to be sent again, because a bot's token can't change while it is
   * registered.
   *
   * @param flooded whom a 429 concerns: see {@link FloodWaits}
   */
  Outcome outcome(Scope flooded) {
    return switch (kind) {
      case OK -> delivered();
      case UNSENT -> new Outcome.RetryLater(null, Scope.NETWORK, reason);
      case WITHHELD -> new Outcome.RetryLater(null, Scope.BOT, reason);
      case BROKEN -> new Outcome.Uncertain(reason);
      case FOREIGN ->
          status == 504 || status / 100 == 2
              ? new Outcome.Uncertain(reason)
              : new Outcome.RetryLater(null, Scope.BOT, reason);
      case ERROR -> refused(flooded);
    };
  }

  private Outcome delivered() {
    JsonNode id = result().path("message_id");
    JsonNode chat = result().path("chat").path("id");
    return new Outcome.Delivered(
        Wording.isId(id) && Wording.isId(chat)
            ? List.of(new NetworkMessageId(chat.asText() + ":" + id.asText()))
            : List.of());
  }

  private Outcome refused(Scope flooded) {
    JsonNode moved = json.path("parameters").path("migrate_to_chat_id");
    if (status == 400 && Wording.isId(moved)) {
      return new Outcome.Moved(new Address(moved.asText()));
    }
    if (flooded()) {
      return new Outcome.RetryLater(retryAfter(), flooded, reason);
    }
    if (status >= 500) {
      return new Outcome.RetryLater(retryAfter(), Scope.BOT, reason);
    }
    if (status == 403 || (status == 400 && namesNobody())) {
      return new Outcome.Rejected(reason, Meaning.CONTACT_GONE);
    }
    return new Outcome.Rejected(reason, refusesToken() ? Meaning.BOT_REVOKED : Meaning.MESSAGE);
  }

  /** The Bot API tells these from a wrong request only in words. */
  private boolean namesNobody() {
    String words = reason.toLowerCase(Locale.ROOT);
    return GONE.stream().anyMatch(words::contains);
  }

  /** Names the answer in logs: no content. */
  @Override
  public String toString() {
    return reason;
  }
}
