package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.Wording.captioned;
import static dev.kurir.network.telegram.Wording.duration;
import static dev.kurir.network.telegram.Wording.elements;
import static dev.kurir.network.telegram.Wording.name;
import static dev.kurir.network.telegram.Wording.names;
import static dev.kurir.network.telegram.Wording.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a Telegram message holds, as words (Bot API 10.1, Message): a text, a medium with its
 * caption, or a note of the service. What has no words of its own here is told by its field's name,
 * so nothing is silent. Pure; never throws.
 *
 * @param kind the field that holds it, or {@code service}
 */
record MessageContent(String kind, String text) {

  /** Media by their field; where a message has two of them, the first here is what it is. */
  private static final Map<String, Function<JsonNode, String>> MEDIA = new LinkedHashMap<>();

  /** Notes of the service whose field's name alone would not tell enough. */
  private static final Map<String, Function<JsonNode, String>> SERVICE = new LinkedHashMap<>();

  /** Fields that describe a message and are not what it says. */
  private static final Set<String> DESCRIBING =
      Set.of(
          "message_id",
          "message_thread_id",
          "direct_messages_topic",
          "from",
          "sender_chat",
          "sender_boost_count",
          "sender_business_bot",
          "sender_tag",
          "date",
          "guest_query_id",
          "business_connection_id",
          "chat",
          "forward_origin",
          "is_topic_message",
          "is_automatic_forward",
          "reply_to_message",
          "external_reply",
          "quote",
          "reply_to_story",
          "reply_to_checklist_task_id",
          "reply_to_poll_option_id",
          "via_bot",
          "guest_bot_caller_user",
          "guest_bot_caller_chat",
          "edit_date",
          "has_protected_content",
          "is_from_offline",
          "is_paid_post",
          "media_group_id",
          "author_signature",
          "paid_star_count",
          "entities",
          "link_preview_options",
          "suggested_post_info",
          "effect_id",
          "caption",
          "caption_entities",
          "show_caption_above_media",
          "has_media_spoiler",
          "reply_markup");

  static {
    MEDIA.put("animation", m -> "[animation]");
    MEDIA.put("live_photo", m -> "[live photo]");
    MEDIA.put("audio", m -> tag("audio", audio(m)));
    MEDIA.put("document", m -> tag("document", m.path("file_name").asText()));
    MEDIA.put("paid_media", m -> tag("paid media", m.path("star_count").asText("?") + " stars"));
    MEDIA.put("photo", m -> "[photo]");
    MEDIA.put("sticker", m -> tag("sticker", m.path("emoji").asText()));
    MEDIA.put("story", m -> tag("story", name(m.path("chat"))));
    MEDIA.put("video", m -> tag("video", duration(m.path("duration"))));
    MEDIA.put("video_note", m -> tag("video note", duration(m.path("duration"))));
    MEDIA.put("voice", m -> tag("voice", duration(m.path("duration"))));
    MEDIA.put("checklist", m -> captioned("[checklist]", checklist(m)));
    MEDIA.put("contact", m -> tag("contact", name(m) + " " + m.path("phone_number").asText()));
    MEDIA.put("dice", m -> tag("dice", m.path("emoji").asText() + " " + m.path("value").asText()));
    MEDIA.put("game", m -> tag("game", m.path("title").asText()));
    MEDIA.put("poll", m -> captioned("[poll]", poll(m)));
    MEDIA.put("venue", MessageContent::venue);
    MEDIA.put(
        "location",
        m -> tag(m.has("live_period") ? "live location" : "location", Wording.place(m)));
    MEDIA.put("invoice", m -> tag("invoice", m.path("title").asText() + ", " + Wording.money(m)));
    MEDIA.put("giveaway", m -> tag("giveaway", m.path("winner_count").asText("?") + " winners"));

    SERVICE.put("new_chat_members", m -> tag("joined:", names(m)));
    SERVICE.put("left_chat_member", m -> tag("left:", name(m)));
    SERVICE.put("new_chat_title", m -> tag("renamed the chat to", m.asText()));
    SERVICE.put("new_chat_photo", m -> "[changed the chat's photo]");
    SERVICE.put("delete_chat_photo", m -> "[deleted the chat's photo]");
    SERVICE.put("migrate_to_chat_id", m -> tag("the group moved to chat", m.asText()));
    SERVICE.put("migrate_from_chat_id", m -> tag("the group moved here from chat", m.asText()));
    SERVICE.put("pinned_message", m -> captioned("[pinned]", pinned(m)));
    SERVICE.put("successful_payment", m -> tag("paid", Wording.money(m)));
    SERVICE.put("refunded_payment", m -> tag("was paid back", Wording.money(m)));
    SERVICE.put("users_shared", m -> tag("shared", names(m.path("users"))));
    SERVICE.put("chat_shared", m -> tag("shared the chat", m.path("title").asText()));
    SERVICE.put("connected_website", m -> tag("logged in to", m.asText()));
    SERVICE.put("passport_data", m -> "[shared passport data]");
    SERVICE.put(
        "web_app_data",
        m ->
            captioned(
                tag("from the web app:", m.path("button_text").asText()), m.path("data").asText()));
    SERVICE.put(
        "proximity_alert_triggered",
        m ->
            "[%s is within %s m of %s]"
                .formatted(
                    name(m.path("traveler")),
                    m.path("distance").asText("?"),
                    name(m.path("watcher"))));
    SERVICE.put("forum_topic_created", m -> tag("opened the topic", m.path("name").asText()));
    SERVICE.put("forum_topic_edited", m -> tag("changed the topic", m.path("name").asText()));
    SERVICE.put(
        "poll_option_added", m -> tag("added to the poll:", m.path("option_text").asText()));
    SERVICE.put(
        "poll_option_deleted", m -> tag("deleted from the poll:", m.path("option_text").asText()));
    SERVICE.put(
        "video_chat_ended", m -> tag("video chat ended after", duration(m.path("duration"))));
    SERVICE.put(
        "video_chat_participants_invited",
        m -> tag("invited to the video chat:", names(m.path("users"))));
    SERVICE.put(
        "message_auto_delete_timer_changed",
        m -> tag("messages delete themselves after", duration(m.path("message_auto_delete_time"))));
  }

  static MessageContent of(JsonNode message) {
    JsonNode text = message.path("text");
    if (text.isTextual()) {
      return new MessageContent("text", text.asText());
    }
    if (message.has("rich_message")) {
      String plain = Wording.plain(message.path("rich_message"));
      return new MessageContent("text", plain.isBlank() ? "[formatted message]" : plain);
    }
    String caption = message.path("caption").asText();
    for (Map.Entry<String, Function<JsonNode, String>> medium : MEDIA.entrySet()) {
      if (message.has(medium.getKey())) {
        String tag = medium.getValue().apply(message.path(medium.getKey()));
        return new MessageContent(medium.getKey(), captioned(tag, caption));
      }
    }
    return new MessageContent("service", captioned(note(message), caption));
  }

  private static String note(JsonNode message) {
    for (Iterator<Map.Entry<String, JsonNode>> it = message.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> field = it.next();
      if (!DESCRIBING.contains(field.getKey())) {
        Function<JsonNode, String> words = SERVICE.get(field.getKey());
        return words == null
            ? tag(Wording.field(field.getKey()), "")
            : words.apply(field.getValue());
      }
    }
    return "[message without content]";
  }

  private static String audio(JsonNode audio) {
    String title = audio.path("title").asText(audio.path("file_name").asText());
    String performer = audio.path("performer").asText();
    return (performer.isEmpty() ? title : performer + " - " + title)
        + " "
        + duration(audio.path("duration"));
  }

  private static String checklist(JsonNode list) {
    return list.path("title").asText()
        + elements(list.path("tasks"))
            .map(task -> "\n- " + task.path("text").asText())
            .collect(Collectors.joining());
  }

  static String poll(JsonNode poll) {
    String options =
        elements(poll.path("options"))
            .map(option -> option.path("text").asText())
            .collect(Collectors.joining(" / "));
    return poll.path("question").asText() + (options.isEmpty() ? "" : " (" + options + ")");
  }

  private static String venue(JsonNode venue) {
    String where = venue.path("title").asText() + ", " + venue.path("address").asText();
    return tag("venue", where + ": " + Wording.place(venue.path("location")));
  }

  private static String pinned(JsonNode message) {
    return message.has("pinned_message") || message.path("date").asLong() == 0
        ? ""
        : of(message).text();
  }
}
