package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Examples made from the published Bot API: of a type with its required fields, and with each of
 * its optional fields in turn. Skips the test that asks where the specification is absent.
 */
public final class TelegramExamples {
  private static final Path SPECIFICATION = Path.of("../shared/specs/telegram/api.json");
  private static final Pattern CONSTANT = Pattern.compile("(?:always|must be) [\"“]([^\"”]+)[\"”]");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final JsonNode types;

  public TelegramExamples() throws IOException {
    Assumptions.assumeTrue(
        Files.exists(SPECIFICATION), "skipped: needs " + SPECIFICATION + " (the Bot API 10.1)");
    types = FakeTelegram.JSON.readTree(SPECIFICATION.toFile()).path("types");
  }

  /** The names of a type's optional fields. */
  List<String> optional(String type) {
    List<String> names = new ArrayList<>();
    for (JsonNode field : types.path(type).path("fields")) {
      if (!field.path("required").asBoolean()) {
        names.add(field.path("name").asText());
      }
    }
    return names;
  }

  /** One update for each field of Update, each variant of its type, and each field of Message. */
  public Map<String, ObjectNode> updates() {
    Map<String, ObjectNode> updates = new LinkedHashMap<>();
    for (JsonNode field : types.path("Update").path("fields")) {
      String name = field.path("name").asText();
      if (field.path("required").asBoolean()) {
        continue;
      }
      String type = field.path("types").get(0).asText();
      updates.put(name, update(name, required(type, 0)));
      for (String optional : optional(type)) {
        updates.put(name + "." + optional, update(name, with(type, optional)));
      }
      for (JsonNode part : types.path(type).path("fields")) {
        JsonNode variants = types.path(part.path("types").get(0).asText()).path("subtypes");
        for (JsonNode variant : variants) {
          ObjectNode content = required(type, 0);
          content.set(part.path("name").asText(), value(variant.asText(), "", 0));
          updates.put(name + "." + variant.asText(), update(name, content));
        }
      }
    }
    return updates;
  }

  private static ObjectNode update(String name, JsonNode content) {
    return NODES.objectNode().put("update_id", 900_000_000_000L).set(name, content);
  }

  private ObjectNode with(String type, String optional) {
    ObjectNode example = required(type, 0);
    for (JsonNode field : types.path(type).path("fields")) {
      if (field.path("name").asText().equals(optional)) {
        example.set(optional, value(field));
      }
    }
    return example;
  }

  private ObjectNode required(String type, int depth) {
    ObjectNode example = NODES.objectNode();
    for (JsonNode field : types.path(type).path("fields")) {
      if (field.path("required").asBoolean()) {
        String description = field.path("description").asText();
        example.set(
            field.path("name").asText(),
            value(field.path("types").get(0).asText(), description, depth + 1));
      }
    }
    return example;
  }

  private JsonNode value(JsonNode field) {
    return value(field.path("types").get(0).asText(), field.path("description").asText(), 0);
  }

  private JsonNode value(String type, String description, int depth) {
    if (depth > 12) {
      throw new AssertionError("endless: " + type);
    }
    if (type.startsWith("Array of ")) {
      ArrayNode array = NODES.arrayNode();
      String element = type.substring("Array of ".length());
      return array.add(value(element, "", depth + 1)).add(value(element, "", depth + 1));
    }
    switch (type) {
      case "Integer":
        return NODES.numberNode(7_000_000_001L);
      case "Float":
        return NODES.numberNode(106.8451);
      case "Boolean":
      case "True":
        return NODES.booleanNode(true);
      case "String":
        Matcher constant = CONSTANT.matcher(description);
        return NODES.textNode(constant.find() ? constant.group(1) : "words");
      default:
        JsonNode subtypes = types.path(type).path("subtypes");
        return subtypes.isEmpty()
            ? required(type, depth)
            : value(subtypes.get(0).asText(), "", depth + 1);
    }
  }
}
