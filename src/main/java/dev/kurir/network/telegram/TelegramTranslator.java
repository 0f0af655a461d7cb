package dev.kurir.network.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes an arrival of every update (Bot API 10.1, Update), also of kinds that come after this was
 * written, and of nonsense. Pure; never throws; an update translated again gives the same ids.
 */
final class TelegramTranslator {
  static final NetworkName NETWORK = new NetworkName("telegram");

  /** Who "writes" what comes from no chat and nobody: Telegram itself. */
  private static final Address NOBODY = new Address("telegram");

  private static final long YEAR_9999 = 253_402_300_799L;

  private TelegramTranslator() {}

  static Arrival translate(BotId bot, JsonNode update, Instant receivedAt) {
    NetworkMessageId id = id(update);
    TelegramEvent event = event(update);
    JsonNode chat = event.chat();
    JsonNode who = event.who();
    boolean inChat = Wording.isId(chat.path("id"));
    JsonNode sender = inChat ? chat : who;
    Map<String, String> hints = new HashMap<>(event.hints());
    if (chat.path("type").isTextual()) {
      hints.put("chat_type", chat.path("type").asText());
    }
    return new Arrival(
        NETWORK,
        bot,
        id,
        Wording.isId(sender.path("id")) ? new Address(sender.path("id").asText()) : NOBODY,
        userName(sender, who),
        displayName(sender, who),
        event.kind(),
        inChat ? prefix(chat, who) + event.text() : event.text(),
        event.about() == null ? null : new NetworkMessageId(event.about()),
        sentAt(event.seconds(), receivedAt),
        receivedAt,
        hints);
  }

  private static TelegramEvent event(JsonNode update) {
    for (UpdateKind kind : UpdateKind.values()) {
      if (update.has(kind.field())) {
        return kind.read(update.path(kind.field()));
      }
    }
    String text = "[empty update]";
    for (Iterator<String> names = update.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("update_id")) {
        JsonNode content = update.path(name);
        JsonNode who = content.path(content.has("from") ? "from" : "user");
        return TelegramEvent.of(
            content.path("chat"), who, "unknown", Wording.tag(Wording.field(name), ""));
      }
    }
    return TelegramEvent.of(MissingNode.getInstance(), MissingNode.getInstance(), "unknown", text);
  }

  /** Without an id the content names the update, so that a redelivery is still recognised. */
  private static NetworkMessageId id(JsonNode update) {
    JsonNode id = update.path("update_id");
    return new NetworkMessageId(
        Wording.isId(id)
            ? id.asText()
            : "content-" + UUID.nameUUIDFromBytes(update.toString().getBytes(UTF_8)));
  }

  private static @Nullable String userName(JsonNode sender, JsonNode who) {
    String own = sender.path("username").asText();
    if (own.isEmpty() && same(sender, who)) {
      own = who.path("username").asText();
    }
    return own.isEmpty() ? null : own.startsWith("@") ? own.substring(1) : own;
  }

  private static @Nullable String displayName(JsonNode sender, JsonNode who) {
    if (!Wording.isId(sender.path("id"))) {
      return "Telegram";
    }
    String own = Wording.name(sender);
    return own.isEmpty() && same(sender, who) ? Wording.name(who) : own;
  }

  /** In a group the text says who wrote it. */
  private static String prefix(JsonNode chat, JsonNode who) {
    String name = Wording.name(who);
    return name.isEmpty() || same(chat, who) ? "" : name + ": ";
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return Wording.isId(one.path("id"))
        && one.path("id").asText().equals(other.path("id").asText());
  }

  private static Instant sentAt(long seconds, Instant receivedAt) {
    return seconds > 0 && seconds <= YEAR_9999 ? Instant.ofEpochSecond(seconds) : receivedAt;
  }
}
