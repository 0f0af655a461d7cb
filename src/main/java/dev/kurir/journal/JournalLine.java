package dev.kurir.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON line of one arrival and back. Fields: {@code network bot nid from user name kind text
 * quotes sent got at hints}; times are ISO-8601; what is null is left out. Thread-safe.
 */
final class JournalLine {
  private static final JsonFactory JSON = new JsonFactory();

  private JournalLine() {}

  /** The line with its newline, in UTF-8. */
  static byte[] write(Arrival arrival, Instant at) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(512);
        JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("network", arrival.network().value());
      json.writeNumberField("bot", arrival.bot().value());
      json.writeStringField("nid", arrival.networkMessageId().value());
      json.writeStringField("from", arrival.sender().value());
      optional(json, "user", arrival.userName());
      optional(json, "name", arrival.displayName());
      json.writeStringField("kind", arrival.kind());
      json.writeStringField("text", arrival.text());
      NetworkMessageId quotes = arrival.quotes();
      optional(json, "quotes", quotes == null ? null : quotes.value());
      json.writeStringField("sent", arrival.sentAt().toString());
      json.writeStringField("got", arrival.receivedAt().toString());
      json.writeStringField("at", at.toString());
      if (!arrival.hints().isEmpty()) {
        json.writeObjectFieldStart("hints");
        for (Map.Entry<String, String> hint : arrival.hints().entrySet()) {
          json.writeStringField(hint.getKey(), hint.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.flush();
      out.append('\n');
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void optional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IOException or IllegalArgumentException when it is none
   */
  static Entry read(byte[] bytes, int from, int length) throws IOException {
    Map<String, String> fields = new HashMap<>();
    Map<String, String> hints = new HashMap<>();
    try (JsonParser json = JSON.createParser(bytes, from, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a journal line");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String hint = json.currentName();
            json.nextToken();
            hints.put(hint, json.getText());
          }
        } else {
          fields.put(name, json.getText());
        }
      }
    }
    String quotes = fields.get("quotes");
    Arrival arrival =
        new Arrival(
            new NetworkName(field(fields, "network")),
            new BotId(Integer.parseInt(field(fields, "bot"))),
            new NetworkMessageId(field(fields, "nid")),
            new Address(field(fields, "from")),
            fields.get("user"),
            fields.get("name"),
            field(fields, "kind"),
            field(fields, "text"),
            quotes == null ? null : new NetworkMessageId(quotes),
            Instant.parse(field(fields, "sent")),
            Instant.parse(field(fields, "got")),
            hints);
    return new Entry(arrival, Instant.parse(field(fields, "at")));
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("no " + name);
    }
    return value;
  }
}
