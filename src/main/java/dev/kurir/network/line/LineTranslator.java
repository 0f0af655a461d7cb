package dev.kurir.network.line;

import static dev.kurir.network.line.LineWording.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Message Translator from LINE's webhook events to arrivals. Every event becomes exactly one,
 * of a known kind or not, and none makes it throw. A redelivered event keeps its id. Pure.
 *
 * <p>Source: Messaging API, "Webhook event objects".
 */
final class LineTranslator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter SORTED =
      JSON.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** LINE's first year; an earlier time is no time. */
  private static final Instant EARLIEST = Instant.parse("2011-01-01T00:00:00Z");

  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int LONGEST_ID = 512;
  private static final int LONGEST_KIND = 40;
  private static final Map<String, String> KINDS =
      Map.of("messageEdited", "edited", "memberJoined", "joined", "memberLeft", "left");

  private LineTranslator() {}

  /** Translates the events of one request, in their order. */
  static List<Arrival> translate(BotId bot, LineRequest request, Instant receivedAt) {
    return request.events().stream()
        .map(event -> translate(bot, request.destination(), event, receivedAt))
        .toList();
  }

  private static Arrival translate(
      BotId bot, String destination, JsonNode event, Instant receivedAt) {
    JsonNode source = event.path("source");
    boolean person = text(source, "type").equals("user");
    String writer = text(source, "userId");
    String words = LineWording.of(event);
    return new Arrival(
        LineNetwork.NAME,
        bot,
        id(event),
        sender(source, destination),
        person && fits(writer) ? writer : null,
        null,
        kind(event),
        person || !fits(writer) ? words : writer + ": " + words,
        quoted(event),
        sentAt(event, receivedAt),
        receivedAt,
        hints(event, source));
  }

  private static NetworkMessageId id(JsonNode event) {
    String id = text(event, "webhookEventId");
    if (id.isBlank() && text(event, "type").equals("message")) {
      id = text(event, "message", "id");
    }
    return new NetworkMessageId(fits(id) ? id : digest(event));
  }

  /** Of everything that stays the same in a redelivery. */
  private static String digest(JsonNode event) {
    JsonNode lasting = event;
    if (event instanceof ObjectNode object) {
      lasting = object.deepCopy().without(List.of("deliveryContext", "replyToken"));
    }
    try {
      String sorted = SORTED.writeValueAsString(JSON.treeToValue(lasting, Object.class));
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(sha256.digest(sorted.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("a JSON tree could not be written", impossible);
    }
  }

  /** Where an answer goes: the chat it was written in; the bot itself when LINE named none. */
  private static Address sender(JsonNode source, String destination) {
    String named = text(source, "type") + "Id";
    return Stream.of(
            text(source, named),
            text(source, "groupId"),
            text(source, "roomId"),
            text(source, "userId"),
            destination)
        .filter(LineTranslator::fits)
        .findFirst()
        .map(Address::new)
        .orElseGet(() -> new Address("unknown"));
  }

  private static String kind(JsonNode event) {
    String type = text(event, "type");
    String kind =
        type.equals("message") ? text(event, "message", "type") : KINDS.getOrDefault(type, type);
    String clean = kind.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    return clean.isEmpty() ? "unknown" : clean.substring(0, Math.min(clean.length(), LONGEST_KIND));
  }

  private static @Nullable NetworkMessageId quoted(JsonNode event) {
    String id =
        text(event, "type").equals(Arrival.TAKEN_BACK)
            ? text(event, "unsend", "messageId")
            : text(event, "message", "quotedMessageId");
    return fits(id) ? new NetworkMessageId(id) : null;
  }

  private static Instant sentAt(JsonNode event, Instant receivedAt) {
    Instant sent = Instant.ofEpochMilli(event.path("timestamp").asLong());
    boolean plausible = sent.isAfter(EARLIEST) && sent.isBefore(receivedAt.plus(CLOCKS_DIFFER));
    return plausible ? sent : receivedAt;
  }

  /** A standby channel must not answer, so its reply token is not kept. */
  private static Map<String, String> hints(JsonNode event, JsonNode source) {
    Map<String, String> hints = new HashMap<>();
    hints.put("mode", text(event, "mode"));
    hints.put("chatType", text(source, "type"));
    hints.put("messageId", text(event, "message", "id"));
    if (text(event, "mode").equals("active")) {
      hints.put("replyToken", text(event, "replyToken"));
    }
    hints.values().removeIf(value -> !fits(value));
    return hints;
  }

  /** LINE's ids are printable ASCII; what is none can be neither stored nor sent back. */
  private static boolean fits(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_ID
        && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
