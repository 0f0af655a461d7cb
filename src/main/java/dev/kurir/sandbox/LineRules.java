package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LINE demands of the body of a push or reply, and the words in which it refuses one. Source:
 * Messaging API reference, "Message objects" and "Error responses".
 */
final class LineRules {
  private static final int MAX_MESSAGES = 5;
  private static final int MAX_TEXT = 5000;
  private static final int MAX_URL = 2000;
  private static final Map<String, List<String>> REQUIRED = new LinkedHashMap<>();

  static {
    REQUIRED.put("text", List.of("text"));
    REQUIRED.put("textV2", List.of("text"));
    REQUIRED.put("sticker", List.of("packageId", "stickerId"));
    REQUIRED.put("image", List.of("originalContentUrl", "previewImageUrl"));
    REQUIRED.put("video", List.of("originalContentUrl", "previewImageUrl"));
    REQUIRED.put("audio", List.of("originalContentUrl", "duration"));
    REQUIRED.put("location", List.of("title", "address", "latitude", "longitude"));
    REQUIRED.put("imagemap", List.of("baseUrl", "altText", "baseSize", "actions"));
    REQUIRED.put("template", List.of("altText", "template"));
    REQUIRED.put("flex", List.of("altText", "contents"));
    REQUIRED.put("coupon", List.of("couponId"));
  }

  private LineRules() {}

  /** One element of {@code details}. */
  record Detail(String property, String message) {}

  /**
   * Judges a body.
   *
   * @param addressee {@code to} or {@code replyToken}
   * @return what is wrong; empty where nothing is
   */
  static List<Detail> broken(JsonNode body, String addressee) {
    List<Detail> details = new ArrayList<>();
    if (body.path(addressee).asText("").isEmpty()) {
      details.add(new Detail(addressee, "May not be empty"));
    }
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      details.add(new Detail("messages", "May not be empty"));
    } else if (messages.size() > MAX_MESSAGES) {
      details.add(new Detail("messages", "Size must be between 1 and " + MAX_MESSAGES));
    }
    for (int i = 0; i < messages.size(); i++) {
      judge(messages.get(i), "messages[" + i + "].", details);
    }
    return details;
  }

  private static void judge(JsonNode message, String at, List<Detail> details) {
    String type = message.path("type").asText("");
    List<String> required = REQUIRED.get(type);
    if (required == null) {
      String rule =
          type.isEmpty()
              ? "May not be empty"
              : "Must be one of the following values: " + REQUIRED.keySet();
      details.add(new Detail(at + "type", rule));
      return;
    }
    for (String field : required) {
      JsonNode value = message.path(field);
      if (value.isMissingNode()
          || value.isNull()
          || (value.isTextual() && value.asText().isEmpty())) {
        details.add(new Detail(at + field, "May not be empty"));
      } else if (field.endsWith("Url")) {
        judgeUrl(value.asText(), at + field, details);
      }
    }
    JsonNode text = message.path("text");
    if (type.startsWith("text") && !text.isMissingNode() && !text.isTextual()) {
      details.add(new Detail(at + "text", "Must be a string"));
    } else if (type.startsWith("text") && text.asText().length() > MAX_TEXT) {
      details.add(new Detail(at + "text", "Length must be between 0 and " + MAX_TEXT));
    }
  }

  private static void judgeUrl(String url, String at, List<Detail> details) {
    if (!url.startsWith("https://")) {
      details.add(new Detail(at, "Must be a valid HTTPS URL"));
    } else if (url.length() > MAX_URL) {
      details.add(new Detail(at, "Length must be between 0 and " + MAX_URL));
    }
  }

  /** The body of a 400 with details. */
  static ObjectNode refusal(List<Detail> details) {
    ObjectNode body = error("The request body has " + details.size() + " error(s)");
    ArrayNode array = body.putArray("details");
    for (Detail detail : details) {
      array.addObject().put("message", detail.message()).put("property", detail.property());
    }
    return body;
  }

  static ObjectNode error(String message) {
    return Json.object().put("message", message);
  }

  /** The message that a quote token names; null where this is none of ours. */
  static @Nullable String quoted(String quoteToken) {
    return quoteToken.startsWith("q3Plxr4AgKd") ? quoteToken.substring(11) : null;
  }

  static String quoteToken(String messageId) {
    return "q3Plxr4AgKd" + messageId;
  }
}
