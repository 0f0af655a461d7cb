package dev.kurir.network.line;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of one webhook request (Messaging API, "Request body"). The events stay raw JSON: the
 * SDK's model drops what it does not know, and Kurir stores every event.
 *
 * @param destination the user id of the bot that it is for; empty when LINE did not say
 */
record LineRequest(String destination, List<JsonNode> events) {
  private static final ObjectReader JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).reader();

  LineRequest {
    events = List.copyOf(events);
  }

  /**
   * Reads a body.
   *
   * @throws InvalidFieldException saying where the JSON is malformed, without showing it
   */
  static LineRequest parse(byte[] body) {
    JsonNode root = read(body);
    JsonNode events = root.path("events");
    if (!events.isArray()) {
      throw new InvalidFieldException(
          "events",
          events.isMissingNode() ? "missing" : "no array",
          "an array, which may be empty");
    }
    List<JsonNode> list = new ArrayList<>(events.size());
    events.forEach(list::add);
    return new LineRequest(root.path("destination").asText("").strip(), list);
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new InvalidFieldException("body", "malformed" + where, "JSON in UTF-8");
    } catch (IOException unreadable) {
      throw new InvalidFieldException("body", "unreadable", "JSON in UTF-8");
    }
  }
}
