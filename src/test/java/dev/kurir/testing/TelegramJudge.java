package dev.kurir.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.sandbox.RecordedRequest;
import dev.kurir.sandbox.TelegramSandbox;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges calls of the Bot API by its specification: the method exists, required parameters are
 * there, none is unknown, and types are right, nested ones included.
 */
public final class TelegramJudge extends Judge {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern PATH =
      Pattern.compile("(?:/[a-z0-9-]+)?/bot[0-9]+:[A-Za-z0-9_-]{35}/([A-Za-z]+)");

  private static final class Document {
    static final TelegramTypes TYPES = new TelegramTypes();
  }

  /** A judge that is attached to the sandbox. */
  public static TelegramJudge of(TelegramSandbox telegram) {
    TelegramJudge judge = new TelegramJudge();
    telegram.onRequest(judge);
    return judge;
  }

  @Override
  List<String> judge(RecordedRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return List.of("path: not /bot<token>/<method>");
    }
    String method = path.group(1);
    if (!Document.TYPES.hasMethod(method)) {
      return List.of(method + ": no such method");
    }
    if (!List.of("GET", "POST").contains(request.method())) {
      return List.of(method + ": " + request.method() + " (expected: GET or POST)");
    }
    ObjectNode parameters = MAPPER.createObjectNode();
    form(request.query(), parameters);
    String type = request.header("content-type");
    if (request.body().length > 0 && type == null) {
      return List.of(method + ": a body without a content type");
    }
    if (request.body().length > 0 && type.startsWith("application/json")) {
      try {
        if (!(MAPPER.readTree(request.body()) instanceof ObjectNode body)) {
          return List.of(method + ": the body is no JSON object");
        }
        parameters.setAll(body);
      } catch (IOException e) {
        return List.of(method + ": the body is no JSON");
      }
    } else if (request.body().length > 0) {
      if (!type.startsWith("application/x-www-form-urlencoded")) {
        return List.of(method + ": content type " + type + " is not judged");
      }
      form(request.text(), parameters);
    }
    return Document.TYPES.checkCall(method, parameters);
  }

  /** What is wrong with something that Telegram says. */
  static List<String> judgeValue(String type, JsonNode value) {
    return Document.TYPES.check(type, value, type);
  }

  /** In a form everything is a string; what reads as JSON of another kind is taken as that. */
  private static void form(String encoded, ObjectNode parameters) {
    new QueryStringDecoder(encoded, false)
        .parameters()
        .forEach((name, values) -> parameters.set(name, formValue(name, values.get(0))));
  }

  private static JsonNode formValue(String name, String value) {
    try {
      JsonNode read = MAPPER.readTree(value);
      boolean text = name.equals("text") || name.equals("caption") || read.isMissingNode();
      return text ? MAPPER.getNodeFactory().textNode(value) : read;
    } catch (JsonProcessingException e) {
      return MAPPER.getNodeFactory().textNode(value);
    }
  }
}
