package dev.kurir.network.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.network.SendFailedException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message that an outbound route was given: what the route says in the report
 * headers, or, where it says nothing, what its end or its exception means. Stateless.
 *
 * <p>Of an exception only what surely was not sent is tried again: no connection, an HTTP status
 * that refuses. Everything else may have been sent, and is uncertain, unless the network recognises
 * repeats.
 */
final class Report {
  private static final int REASON = 200;

  private Report() {}

  /** Reads an exchange that has ended. */
  static Outcome of(Exchange exchange, boolean recognisesRepeats) {
    String outcome = header(exchange, Handed.OUTCOME).orElse("").toLowerCase(Locale.ROOT);
    if (outcome.isEmpty()) {
      Exception failure = exchange.getException();
      return failure == null ? delivered(exchange) : meaning(failure, recognisesRepeats);
    }
    String reason = shortened(header(exchange, Handed.REASON).orElse(outcome));
    return switch (outcome) {
      case "delivered" -> delivered(exchange);
      case "retry" ->
          new Outcome.RetryLater(
              after(header(exchange, Handed.RETRY_AFTER).orElse(null)),
              choice(Scope.class, exchange, Handed.SCOPE, Scope.CONVERSATION),
              reason);
      case "rejected" ->
          new Outcome.Rejected(
              reason, choice(Meaning.class, exchange, Handed.MEANING, Meaning.MESSAGE));
      case "uncertain" -> new Outcome.Uncertain(reason);
      default ->
          new Outcome.Uncertain(
              Handed.OUTCOME + ": unknown (expected: delivered, retry, rejected or uncertain)");
    };
  }

  private static Outcome delivered(Exchange exchange) {
    return new Outcome.Delivered(
        header(exchange, Handed.SENT_ID)
            .map(NetworkMessageId::new)
            .map(List::of)
            .orElse(List.of()));
  }

  private static Outcome meaning(Exception failure, boolean recognisesRepeats) {
    SendFailedException known = ObjectHelper.getException(SendFailedException.class, failure);
    if (known != null) {
      return known.outcome();
    }
    Optional<Outcome> mail = MailRefusal.of(failure);
    if (mail.isPresent()) {
      return mail.get();
    }
    HttpOperationFailedException http =
        ObjectHelper.getException(HttpOperationFailedException.class, failure);
    if (http != null) {
      return status(http);
    }
    if (ObjectHelper.getException(ConnectException.class, failure) != null
        || ObjectHelper.getException(UnknownHostException.class, failure) != null
        || ObjectHelper.getException(NoRouteToHostException.class, failure) != null
        || ObjectHelper.getException(NoRouteException.class, failure) != null) {
      return new Outcome.RetryLater(null, Scope.BOT, "no connection");
    }
    String said =
        ObjectHelper.getException(InterruptedIOException.class, failure) != null
            ? "no answer in time"
            : "the route failed: " + failure.getClass().getSimpleName();
    return recognisesRepeats
        ? new Outcome.RetryLater(null, Scope.BOT, said)
        : new Outcome.Uncertain(said);
  }

  private static Outcome status(HttpOperationFailedException http) {
    int status = http.getStatusCode();
    String said = "HTTP status " + status;
    if (status == 429 || status == 503) {
      String after =
          http.getResponseHeaders() == null
              ? null
              : http.getResponseHeaders().entrySet().stream()
                  .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                  .map(header -> String.valueOf(header.getValue()))
                  .findFirst()
                  .orElse(null);
      return new Outcome.RetryLater(after(after), Scope.BOT, said);
    }
    if (status == 401) {
      return new Outcome.Rejected(said, Meaning.BOT_REVOKED);
    }
    return status >= 500
        ? new Outcome.RetryLater(null, Scope.BOT, said)
        : new Outcome.Rejected(said, Meaning.MESSAGE);
  }

  /** Seconds, as RFC 9110, 10.2.3 has them; a date or nonsense counts as nothing. */
  private static @Nullable Duration after(@Nullable String seconds) {
    if (seconds == null || !seconds.strip().matches("[0-9]{1,6}(\\.[0-9]+)?")) {
      return null;
    }
    return Duration.ofMillis((long) (Double.parseDouble(seconds.strip()) * 1000));
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, Exchange exchange, String name, E fallback) {
    String said = header(exchange, name).orElse(null);
    if (said == null) {
      return fallback;
    }
    try {
      return Enum.valueOf(type, said.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          name, "unknown", List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }
  }

  /** A header, or, where the body is a JSON object, what stands there under its name. */
  private static Optional<String> header(Exchange exchange, String name) {
    String value = exchange.getMessage().getHeader(name, String.class);
    if (value == null && exchange.getMessage().getBody() instanceof ObjectNode report) {
      JsonNode field = report.path(OutgoingJson.name(name));
      value = field.isValueNode() && !field.isNull() ? field.asText() : null;
    }
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static String shortened(String reason) {
    return reason.length() <= REASON ? reason : reason.substring(0, REASON - 1) + "…";
  }
}
