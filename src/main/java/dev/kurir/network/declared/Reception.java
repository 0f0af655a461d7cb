package dev.kurir.network.declared;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
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

  /**
   * Reads the body and the headers.
   *
   * @throws InvalidFieldException naming the header, when there is no sender or the time is none
   */
  static Arrival arrival(Exchange exchange, NetworkName network, BotId bot, Instant now) {
    Message message = exchange.getMessage();
    String from =
        text(message, Handed.SENDER)
            .orElseThrow(
                () ->
                    new InvalidFieldException(
                        Handed.SENDER, "missing", "where an answer to this message goes"));
    Matcher named = NAMED.matcher(from);
    String sender = named.matches() ? named.group(2) : from;
    @Nullable String name = named.matches() ? named.group(1).strip() : null;
    String body = message.getBody(String.class);
    return new Arrival(
        network,
        bot,
        new NetworkMessageId(
            text(message, Handed.MESSAGE_ID).orElseGet(() -> UUID.randomUUID().toString())),
        new Address(sender),
        text(message, Handed.USER_NAME).orElse(null),
        text(message, Handed.DISPLAY_NAME).orElse(name == null || name.isEmpty() ? null : name),
        text(message, Handed.KIND).orElse("text").toLowerCase(Locale.ROOT),
        body == null ? "" : body,
        text(message, Handed.QUOTES).map(NetworkMessageId::new).orElse(null),
        sentAt(message).orElse(now),
        now,
        Map.of());
  }

  private static Optional<Instant> sentAt(Message message) {
    if (message.getHeader(Handed.SENT_AT) instanceof Date date) {
      return Optional.of(date.toInstant());
    }
    return text(message, Handed.SENT_AT).map(Reception::time);
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

  private static Optional<String> text(Message message, String header) {
    return Optional.ofNullable(message.getHeader(header, String.class))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
