package dev.kurir.network.declared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Arrival} of what an inbound route hands over. Stateless. */
final class Reception {
  /** As RFC 5322, 3.4 writes who has sent something. */
  private static final Pattern NAMED = Pattern.compile("\"?([^<>\"]*)\"?\\s*<([^<>\\s]+)>");

  private Reception() {}

  /** What stands under a header's name. */
  @FunctionalInterface
  private interface Fields {
    @Nullable Object get(String header);
  }

  /**
   * Reads the body and the headers, or, where the body is JSON, an object or a list of them with
   * the headers' names without {@code Kurir}, and {@code text}.
   *
   * @throws InvalidFieldException naming the header, when there is no sender or the time is none
   */
  static List<Arrival> arrivals(Exchange exchange, NetworkName network, BotId bot, Instant now) {
    Message message = exchange.getMessage();
    List<Arrival> arrivals = new ArrayList<>();
    if (message.getBody() instanceof JsonNode json && json.isContainerNode()) {
      for (JsonNode one : json.isArray() ? json : List.of(json)) {
        Fields fields = header -> value(one.path(OutgoingJson.name(header)));
        arrivals.add(arrival(fields, one.path("text").asText(""), network, bot, now));
      }
    } else {
      String body =
          message.getBody() instanceof JsonNode json
              ? json.asText("")
              : message.getBody(String.class);
      arrivals.add(arrival(message::getHeader, body == null ? "" : body, network, bot, now));
    }
    return arrivals;
  }

  private static @Nullable Object value(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }

  private static Arrival arrival(
      Fields fields, String body, NetworkName network, BotId bot, Instant now) {
    String from =
        text(fields, Handed.SENDER)
            .orElseThrow(
                () ->
                    new InvalidFieldException(
                        Handed.SENDER, "missing", "where an answer to this message goes"));
    Matcher named = NAMED.matcher(from);
    String sender = named.matches() ? named.group(2) : from;
    @Nullable String name = named.matches() ? named.group(1).strip() : null;
    return new Arrival(
        network,
        bot,
        new NetworkMessageId(
            text(fields, Handed.MESSAGE_ID).orElseGet(() -> UUID.randomUUID().toString())),
        new Address(sender),
        text(fields, Handed.USER_NAME).orElse(null),
        text(fields, Handed.DISPLAY_NAME).orElse(name == null || name.isEmpty() ? null : name),
        text(fields, Handed.KIND).orElse("text").toLowerCase(Locale.ROOT),
        body,
        text(fields, Handed.QUOTES).map(NetworkMessageId::new).orElse(null),
        sentAt(fields).orElse(now),
        now,
        Map.of());
  }

  private static Optional<Instant> sentAt(Fields fields) {
    if (fields.get(Handed.SENT_AT) instanceof Date date) {
      return Optional.of(date.toInstant());
    }
    return text(fields, Handed.SENT_AT).map(Reception::time);
  }

  /** ISO 8601, or seconds or milliseconds since 1970. */
  private static Instant time(String text) {
    if (text.matches("[0-9]{1,10}(\\.[0-9]+)?")) {
      return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
    }
    if (text.matches("[0-9]{11,14}")) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException(
          Handed.SENT_AT,
          "malformed",
          "2026-11-22T09:00:00Z, or seconds or milliseconds since 1970");
    }
  }

  private static Optional<String> text(Fields fields, String header) {
    Object value = fields.get(header);
    return Optional.ofNullable(value instanceof JsonNode json ? value(json) : value)
        .map(known -> known.toString().strip())
        .filter(known -> !known.isEmpty());
  }
}
