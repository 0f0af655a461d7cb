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
 * What LINE's answer means for the messages that it concerns (Messaging API, "Error responses",
 * "Retry failed API requests"). A push's repeats are safe for 24 hours by the retry key, so
 * whatever may have been lost on the way is sent again; a reply's are {@link LineReply}'s matter.
 */
final class LineOutcome {
  private static final String ACCEPTED = "X-Line-Accepted-Request-Id";
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
      case 429 -> new RetryLater(pause(failure.header("Retry-After"), now), Scope.BOT, reason);
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

  /** Why it did not end delivered, for logs. */
  static String reason(Outcome outcome) {
    if (outcome instanceof RetryLater later) {
      return later.reason();
    }
    if (outcome instanceof Rejected rejected) {
      return rejected.reason();
    }
    if (outcome instanceof Outcome.OverQuota over) {
      return over.reason();
    }
    return outcome instanceof Outcome.Uncertain uncertain ? uncertain.reason() : "not delivered";
  }

  /** 429 means that, or the rate, or too many at once: only the words tell. */
  static boolean monthIsSpent(LineFailure failure) {
    return failure.status() == 429
        && failure.reason().toLowerCase(Locale.ROOT).contains("monthly limit");
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
