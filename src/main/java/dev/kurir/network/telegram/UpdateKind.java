package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.Wording.elements;
import static dev.kurir.network.telegram.Wording.tag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of update, named as the optional fields of Update (Bot API 10.1), each with how it
 * reads. All are asked for by name, because some come only so.
 */
enum UpdateKind {
  MESSAGE(m -> TelegramEvent.message(m, false)),
  EDITED_MESSAGE(m -> TelegramEvent.message(m, true)),
  CHANNEL_POST(m -> TelegramEvent.message(m, false)),
  EDITED_CHANNEL_POST(m -> TelegramEvent.message(m, true)),
  BUSINESS_CONNECTION(UpdateKind::connection),
  BUSINESS_MESSAGE(m -> TelegramEvent.message(m, false)),
  EDITED_BUSINESS_MESSAGE(m -> TelegramEvent.message(m, true)),
  DELETED_BUSINESS_MESSAGES(UpdateKind::deleted),
  GUEST_MESSAGE(m -> TelegramEvent.message(m, false)),
  MESSAGE_REACTION(UpdateKind::reaction),
  MESSAGE_REACTION_COUNT(UpdateKind::reactions),
  INLINE_QUERY(q -> by(q, "inline_query", tag("asks the bot:", q.path("query").asText()))),
  CHOSEN_INLINE_RESULT(
      r -> by(r, "chosen_inline_result", tag("chose an answer to:", r.path("query").asText()))),
  CALLBACK_QUERY(UpdateKind::pressed),
  SHIPPING_QUERY(q -> by(q, "shipping_query", tag("ships to", address(q)))),
  PRE_CHECKOUT_QUERY(q -> by(q, "pre_checkout_query", tag("wants to pay", Wording.money(q)))),
  PURCHASED_PAID_MEDIA(m -> by(m, "purchased_paid_media", "[bought paid media]")),
  POLL(p -> by(p, "poll", "[poll, " + votes(p) + "] " + MessageContent.poll(p))),
  POLL_ANSWER(UpdateKind::voted),
  MY_CHAT_MEMBER(m -> member(m, "my_chat_member", ofBot(m))),
  CHAT_MEMBER(m -> member(m, "chat_member", ofPerson(m))),
  CHAT_JOIN_REQUEST(
      r -> member(r, "chat_join_request", tag("asks to join", r.path("bio").asText()))),
  CHAT_BOOST(UpdateKind::boost),
  REMOVED_CHAT_BOOST(UpdateKind::boostEnded),
  MANAGED_BOT(UpdateKind::managed);

  @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
  private final Function<JsonNode, TelegramEvent> reader;

  UpdateKind(Function<JsonNode, TelegramEvent> reader) {
    this.reader = reader;
  }

  /** The name of the field. */
  String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  TelegramEvent read(JsonNode content) {
    return reader.apply(content);
  }

  /** All names, for {@code allowed_updates}. */
  static ArrayNode names() {
    ArrayNode names = TelegramApi.JSON.createArrayNode();
    for (UpdateKind kind : values()) {
      names.add(kind.field());
    }
    return names;
  }

  /** What somebody did in no chat that is told. */
  private static TelegramEvent by(JsonNode content, String kind, String text) {
    return TelegramEvent.of(MissingNode.getInstance(), content.path("from"), kind, text)
        .with("query_id", content.path("id"));
  }

  private static TelegramEvent member(JsonNode change, String kind, String text) {
    return TelegramEvent.of(change.path("chat"), change.path("from"), kind, text)
        .at(change.path("date"));
  }

  private static TelegramEvent connection(JsonNode connection) {
    String text =
        connection.path("is_enabled").asBoolean()
            ? "[connected the bot to a business account]"
            : "[disconnected the bot from a business account]";
    return TelegramEvent.of(
            MissingNode.getInstance(), connection.path("user"), "business_connection", text)
        .at(connection.path("date"))
        .with("business_connection_id", connection.path("id"));
  }

  private static TelegramEvent deleted(JsonNode deletion) {
    int count = deletion.path("message_ids").size();
    String text = count == 1 ? "[deleted a message]" : "[deleted " + count + " messages]";
    return TelegramEvent.of(
            deletion.path("chat"), MissingNode.getInstance(), "deleted_business_messages", text)
        .with("business_connection_id", deletion.path("business_connection_id"));
  }

  private static TelegramEvent reaction(JsonNode change) {
    String now =
        elements(change.path("new_reaction"))
            .map(Wording::reaction)
            .collect(Collectors.joining(" "));
    JsonNode who = change.path(change.has("user") ? "user" : "actor_chat");
    String text = now.isEmpty() ? "[took a reaction back]" : tag("reacted", now);
    return TelegramEvent.of(change.path("chat"), who, "message_reaction", text)
        .at(change.path("date"))
        .about(change);
  }

  private static TelegramEvent reactions(JsonNode change) {
    String counts =
        elements(change.path("reactions"))
            .map(r -> Wording.reaction(r.path("type")) + " " + r.path("total_count").asText())
            .collect(Collectors.joining(", "));
    return TelegramEvent.of(
            change.path("chat"),
            MissingNode.getInstance(),
            "message_reaction_count",
            tag("reactions:", counts))
        .at(change.path("date"))
        .about(change);
  }

  private static TelegramEvent pressed(JsonNode query) {
    String what = query.path("data").asText(query.path("game_short_name").asText());
    JsonNode message = query.path("message");
    return TelegramEvent.of(
            message.path("chat"), query.path("from"), "callback_query", tag("pressed", what))
        .about(message)
        .with("query_id", query.path("id"));
  }

  private static String address(JsonNode query) {
    JsonNode address = query.path("shipping_address");
    return address.path("city").asText() + " " + address.path("country_code").asText();
  }

  private static String votes(JsonNode poll) {
    String count = poll.path("total_voter_count").asText("?") + " votes";
    return poll.path("is_closed").asBoolean() ? "closed, " + count : count;
  }

  private static TelegramEvent voted(JsonNode answer) {
    String options =
        elements(answer.path("option_ids"))
            .map(id -> String.valueOf(id.asLong() + 1))
            .collect(Collectors.joining(", "));
    JsonNode who = answer.path(answer.has("user") ? "user" : "voter_chat");
    String text = options.isEmpty() ? "[took a vote back]" : tag("voted for option", options);
    return TelegramEvent.of(MissingNode.getInstance(), who, "poll_answer", text)
        .with("poll_id", answer.path("poll_id"));
  }

  private static String ofBot(JsonNode change) {
    boolean inPrivate = change.path("chat").path("type").asText().equals("private");
    return switch (change.path("new_chat_member").path("status").asText()) {
      case "kicked" -> inPrivate ? "[blocked the bot]" : "[banned the bot]";
      case "left" -> "[removed the bot]";
      case "member" -> inPrivate ? "[unblocked the bot]" : "[added the bot]";
      case "administrator" -> "[made the bot an administrator]";
      case "restricted" -> "[restricted the bot]";
      default -> "[changed the bot's rights]";
    };
  }

  private static String ofPerson(JsonNode change) {
    JsonNode member = change.path("new_chat_member");
    String who = Wording.name(member.path("user"));
    return switch (member.path("status").asText()) {
      case "creator" -> "[" + who + " owns the chat now]";
      case "administrator" -> "[" + who + " is an administrator now]";
      case "member" -> "[" + who + " is a member now]";
      case "restricted" -> "[" + who + " is restricted now]";
      case "left" -> "[" + who + " left]";
      case "kicked" -> "[" + who + " was banned]";
      default -> "[" + who + " has other rights now]";
    };
  }

  private static TelegramEvent boost(JsonNode update) {
    JsonNode boost = update.path("boost");
    JsonNode who = boost.path("source").path("user");
    return TelegramEvent.of(update.path("chat"), who, "chat_boost", "[boosted the chat]")
        .at(boost.path("add_date"));
  }

  private static TelegramEvent boostEnded(JsonNode update) {
    JsonNode who = update.path("source").path("user");
    return TelegramEvent.of(
            update.path("chat"), who, "removed_chat_boost", "[a boost of the chat ended]")
        .at(update.path("remove_date"));
  }

  private static TelegramEvent managed(JsonNode update) {
    String bot = update.path("bot").path("username").asText(Wording.name(update.path("bot")));
    return TelegramEvent.of(
        MissingNode.getInstance(), update.path("user"), "managed_bot", tag("manages the bot", bot));
  }
}
