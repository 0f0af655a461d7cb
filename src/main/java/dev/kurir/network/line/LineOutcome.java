package dev.kurir.network.line;

import com.linecorp.bot.messaging.model.SentMessage;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What LINE's answer to a push means for the messages in it (Messaging API, "Error responses",
 * "Retry failed API requests"). Repeats are safe for 24 hours by the retry key, so whatever may
 * have been lost on the way is sent again.
 */
final class LineOutcome {
  private static final String ACCEPTED = "X-Line-Accepted-Request-Id";
  private static final Duration MONTHLY_PAUSE = Duration.ofHours(1);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private LineOutcome() {}

  /** LINE took it; its ids count only when there is one for each item. */
  static Outcome delivered(@Nullable List<SentMessage> sent, int items) {
    if (sent == null || sent.size() != items) {
      return new Delivered(List.of());
    }
    boolean named = sent.stream().allMatch(m -> m != null && m.id() != null && !m.id().isBlank());
    return new Delivered(
        named ? sent.stream().map(m -> new NetworkMessageId(m.id())).toList() : List.of());
  }

  static Outcome failed(LineFailure failure, int items, Instant now) {
    String reason = failure.reason();
    return switch (failure.status()) {
      case 0 ->
          new RetryLater(null, failure.unreachable() ? Scope.NETWORK : Scope.CONVERSATION, reason);
      case 401 -> new Rejected(reason, Meaning.BOT_REVOKED);
      case 409 ->
          isAccepted(failure)
              ? delivered(failure.sentMessages(), items)
              : new RetryLater(null, Scope.CONVERSATION, reason);
      case 429 -> tooMany(failure, now);
      default ->
          failure.refusal()
              ? new Rejected(reason, Meaning.MESSAGE)
              : new RetryLater(null, Scope.CONVERSATION, reason);
    };
  }

  private static boolean isAccepted(LineFailure failure) {
    return failure.header(ACCEPTED) != null
        || failure.sentMessages() != null
        || failure.reason().contains("already accepted");
  }

  /** 429 means the monthly quota, or the rate, or too many at once. */
  private static Outcome tooMany(LineFailure failure, Instant now) {
    if (failure.reason().toLowerCase(Locale.ROOT).contains("monthly limit")) {
      return new RetryLater(
          MONTHLY_PAUSE,
          Scope.BOT,
          "the bot's monthly quota at LINE is used up: " + failure.reason());
    }
    return new RetryLater(pause(failure.header("Retry-After"), now), Scope.BOT, failure.reason());
  }

  /** Seconds or a date (RFC 9110 §10.2.3), at most a day; null when there is none to read. */
  static @Nullable Duration pause(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    String value = retryAfter.strip();
    Duration pause;
    try {
      pause =
          value.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException unreadable) {
      return null;
    }
    if (pause.isNegative()) {
      return Duration.ZERO;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
