package dev.kurir.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a Bot API call, however they came: query, form, or JSON, whose numbers may be
 * strings and whose nested objects may be strings of JSON. Source: Bot API, "Making requests".
 */
final class TelegramParameters {
  /** The request can't be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadableException(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final ObjectNode values;

  private TelegramParameters(ObjectNode values) {
    this.values = values;
  }

  static TelegramParameters of(RecordedRequest request) throws UnreadableException {
    ObjectNode values = Json.object();
    form(request.query(), values);
    String type = request.header("content-type");
    if (request.body().length == 0 || type == null) {
      return new TelegramParameters(values);
    }
    if (type.startsWith("application/json")) {
      try {
        if (!(Json.read(request.body()) instanceof ObjectNode body)) {
          throw new UnreadableException("object expected as parameters");
        }
        values.setAll(body);
      } catch (JsonProcessingException e) {
        throw new UnreadableException("can't parse parameters JSON object");
      }
    } else if (type.startsWith("application/x-www-form-urlencoded")) {
      form(new String(request.body(), StandardCharsets.UTF_8), values);
    } else {
      throw new UnreadableException("unsupported content type");
    }
    return new TelegramParameters(values);
  }

  private static void form(String encoded, ObjectNode values) {
    Map<String, List<String>> form = new QueryStringDecoder(encoded, false).parameters();
    form.forEach((name, all) -> values.put(name, all.get(0)));
  }

  String text(String name) {
    JsonNode value = values.path(name);
    return value.isMissingNode() || value.isNull() ? "" : value.asText();
  }

  long number(String name, long otherwise) {
    return parse(text(name), otherwise);
  }

  static long parse(String text, long otherwise) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  boolean flag(String name) {
    return List.of("true", "1", "yes", "True").contains(text(name));
  }

  /** An object or array; null where it is missing or no JSON. */
  @Nullable JsonNode nested(String name) {
    JsonNode value = values.get(name);
    if (value == null || !value.isTextual()) {
      return value;
    }
    try {
      return Json.read(value.asText().getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
