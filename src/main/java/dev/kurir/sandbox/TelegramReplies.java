package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The Bot API's answers in its words. Source: Bot API, "Making requests", ResponseParameters. */
final class TelegramReplies {
  private TelegramReplies() {}

  static Reply ok(JsonNode result) {
    ObjectNode body = Json.object().put("ok", true);
    body.set("result", result);
    return Reply.json(200, body);
  }

  static Reply done(String description) {
    return Reply.json(
        200, Json.object().put("ok", true).put("result", true).put("description", description));
  }

  static Reply error(int status, String description) {
    return Reply.json(status, body(status, description));
  }

  static Reply badRequest(String what) {
    return error(400, "Bad Request: " + what);
  }

  static Reply conflict(String what) {
    return error(409, "Conflict: " + what);
  }

  static Reply tooMany(Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    ObjectNode body = body(429, "Too Many Requests: retry after " + seconds);
    body.putObject("parameters").put("retry_after", seconds);
    return Reply.json(429, body);
  }

  static Reply migrated(long newChat) {
    ObjectNode body = body(400, "Bad Request: group chat was upgraded to a supergroup chat");
    body.putObject("parameters").put("migrate_to_chat_id", newChat);
    return Reply.json(400, body);
  }

  private static ObjectNode body(int status, String description) {
    return Json.object().put("ok", false).put("error_code", status).put("description", description);
  }
}
