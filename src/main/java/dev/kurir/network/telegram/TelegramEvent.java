package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One update's content, before it becomes an arrival.
 *
 * @param chat where it happened; missing where it happened in no chat
 * @param who did it; missing where nobody is named
 * @param text without the name of who did it
 * @param seconds when, since 1970; 0 where it is not told
 * @param about the message that it answers or concerns, as {@code <chat id>:<message id>}
 */
record TelegramEvent(
    JsonNode chat,
    JsonNode who,
    String kind,
    String text,
    long seconds,
    @Nullable String about,
    Map<String, String> hints) {

  private static final int LONGEST_HINT = 512;

  /** The members of a message that only this package understands. */
  private static final String[] HINTS = {
    "message_id", "message_thread_id", "business_connection_id", "guest_query_id", "media_group_id"
  };

  static TelegramEvent of(JsonNode chat, JsonNode who, String kind, String text) {
    return new TelegramEvent(chat, who, kind, text, 0, null, Map.of());
  }

  /** A message: new, or one that was edited. */
  static TelegramEvent message(JsonNode message, boolean edited) {
    MessageContent content = MessageContent.of(message);
    String text = forwarded(message.path("forward_origin")) + content.text();
    Map<String, String> hints = new HashMap<>();
    for (String name : HINTS) {
      hint(hints, name, message.path(name));
    }
    hint(hints, "file_id", file(message.path(content.kind())));
    JsonNode date = message.path(edited && message.has("edit_date") ? "edit_date" : "date");
    JsonNode who = message.has("sender_chat") ? message.path("sender_chat") : message.path("from");
    return new TelegramEvent(
        message.path("chat"),
        who,
        edited ? "edited" : content.kind(),
        edited ? "[edited] " + text : text,
        date.asLong(),
        reference(message.path("reply_to_message")),
        hints);
  }

  TelegramEvent at(JsonNode date) {
    return new TelegramEvent(chat, who, kind, text, date.asLong(), about, hints);
  }

  /** Something with {@code chat} and {@code message_id} that this is about. */
  TelegramEvent about(JsonNode message) {
    return new TelegramEvent(chat, who, kind, text, seconds, reference(message), hints);
  }

  TelegramEvent with(String name, JsonNode value) {
    Map<String, String> more = new HashMap<>(hints);
    hint(more, name, value);
    return new TelegramEvent(chat, who, kind, text, seconds, about, more);
  }

  private static void hint(Map<String, String> hints, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull() && value.asText().length() <= LONGEST_HINT) {
      hints.put(name, value.asText());
    }
  }

  private static @Nullable String reference(JsonNode message) {
    JsonNode chat = message.path("chat").path("id");
    JsonNode id = message.path("message_id");
    return Wording.isId(chat) && Wording.isId(id) ? chat.asText() + ":" + id.asText() : null;
  }

  private static JsonNode file(JsonNode medium) {
    JsonNode file = medium.isArray() && medium.size() > 0 ? medium.get(medium.size() - 1) : medium;
    return file.isObject() ? file.path("file_id") : MissingNode.getInstance();
  }

  private static String forwarded(JsonNode origin) {
    if (!origin.isObject()) {
      return "";
    }
    String from =
        switch (origin.path("type").asText()) {
          case "user" -> Wording.name(origin.path("sender_user"));
          case "hidden_user" -> origin.path("sender_user_name").asText();
          case "chat" -> Wording.name(origin.path("sender_chat"));
          default -> Wording.name(origin.path("chat"));
        };
    return Wording.tag(from.isEmpty() ? "forwarded" : "forwarded from", from) + " ";
  }
}
