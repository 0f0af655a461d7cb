package dev.kurir.network.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a webhook event says to a person: a text message's text, or for example {@code [file]
 * offer.pdf (22016 bytes)}. Reads leniently: whatever is missing or of another type is left out,
 * and an unknown kind is named by its own name. Never throws.
 */
final class LineWording {
  private static final int LONGEST_NAME = 100;

  private LineWording() {}

  static String of(JsonNode event) {
    String type = text(event, "type");
    return switch (type) {
      case "message" -> message(event.path("message"));
      case "messageEdited" -> line("[edited]", message(event.path("message")));
      case "unsend" -> line("[unsend] took back message", text(event, "unsend", "messageId"));
      case "follow" ->
          event.path("follow").path("isUnblocked").asBoolean()
              ? "[follow] unblocked this bot"
              : "[follow] added this bot as a friend";
      case "unfollow" -> "[unfollow] blocked this bot";
      case "join" -> "[join] this bot was added to the chat";
      case "leave" -> "[leave] this bot is no longer in the chat";
      case "memberJoined" -> line("[members joined]", members(event.path("joined")));
      case "memberLeft" -> line("[members left]", members(event.path("left")));
      case "postback" -> postback(event.path("postback"));
      case "videoPlayComplete" ->
          line("[video watched]", text(event, "videoPlayComplete", "trackingId"));
      case "beacon" ->
          line("[beacon]", text(event, "beacon", "type"), text(event, "beacon", "hwid"));
      case "accountLink" -> line("[account link]", text(event, "link", "result"));
      case "membership" ->
          line(
              "[membership]",
              text(event, "membership", "type"),
              text(event, "membership", "membershipId"));
      case "module" -> line("[module]", text(event, "module", "type"));
      case "delivery" -> "[delivery] a notification message arrived";
      default -> named(type, "unknown event");
    };
  }

  private static String message(JsonNode message) {
    String type = text(message, "type");
    return switch (type) {
      case "text" -> text(message, "text");
      case "sticker" -> line("[sticker]", text(message, "text"), list(message.path("keywords")));
      case "image" -> line("[image]", setOf(message), external(message));
      case "video", "audio" -> line("[" + type + "]", seconds(message), external(message));
      case "file" -> line("[file]", text(message, "fileName"), bytes(message));
      case "location" ->
          line("[location]", text(message, "title"), text(message, "address"), point(message));
      default -> named(type, "unknown message");
    };
  }

  private static String postback(JsonNode postback) {
    List<String> params = new ArrayList<>();
    postback
        .path("params")
        .fields()
        .forEachRemaining(param -> params.add(param.getKey() + " " + param.getValue().asText("")));
    return line("[postback]", text(postback, "data"), bracketed(String.join(", ", params)));
  }

  private static String members(JsonNode joinedOrLeft) {
    List<String> ids = new ArrayList<>();
    joinedOrLeft.path("members").forEach(member -> ids.add(text(member, "userId")));
    return join(ids, ", ");
  }

  private static String list(JsonNode words) {
    List<String> list = new ArrayList<>();
    words.forEach(word -> list.add(word.asText("")));
    return join(list, ", ");
  }

  private static String setOf(JsonNode image) {
    JsonNode set = image.path("imageSet");
    return set.path("index").isNumber() && set.path("total").isNumber()
        ? set.path("index").asInt() + " of " + set.path("total").asInt()
        : "";
  }

  private static String external(JsonNode media) {
    return text(media, "contentProvider", "originalContentUrl");
  }

  private static String seconds(JsonNode media) {
    JsonNode duration = media.path("duration");
    return duration.isNumber() ? "(" + Math.round(duration.asDouble() / 1000) + " s)" : "";
  }

  private static String bytes(JsonNode file) {
    JsonNode size = file.path("fileSize");
    return size.isNumber() ? "(" + size.asText() + " bytes)" : "";
  }

  private static String point(JsonNode location) {
    JsonNode latitude = location.path("latitude");
    JsonNode longitude = location.path("longitude");
    return latitude.isNumber() && longitude.isNumber()
        ? "(" + latitude.asDouble() + ", " + longitude.asDouble() + ")"
        : "";
  }

  /** {@code greatNewFeature} becomes {@code [great new feature]}. */
  private static String named(String type, String otherwise) {
    String words =
        type.replaceAll("\\P{Print}", "").replaceAll("([a-z0-9])([A-Z])", "$1 $2").strip();
    String name = words.isEmpty() ? otherwise : words.toLowerCase(Locale.ROOT);
    return "[" + name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "]";
  }

  private static String bracketed(String words) {
    return words.isEmpty() ? "" : "(" + words + ")";
  }

  private static String line(String... words) {
    return join(List.of(words), " ");
  }

  private static String join(List<String> words, String separator) {
    return String.join(separator, words.stream().filter(word -> !word.isEmpty()).toList());
  }

  /** The text at a path; empty where there is none. */
  static String text(JsonNode node, String... path) {
    JsonNode at = node;
    for (String name : path) {
      at = at.path(name);
    }
    return at.asText("");
  }
}
