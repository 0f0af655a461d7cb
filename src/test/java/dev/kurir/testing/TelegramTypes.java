package dev.kurir.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The types and methods of the Bot API as its specification has them: checks values against them,
 * nested ones included. Thread-safe.
 */
final class TelegramTypes {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ARRAY = "Array of ";
  private final JsonNode specification;

  TelegramTypes() {
    try {
      specification = MAPPER.readTree(Specifications.file("telegram/api.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasMethod(String name) {
    return specification.path("methods").has(name);
  }

  /** What is wrong with a call's parameters. */
  List<String> checkCall(String method, JsonNode parameters) {
    return fields(specification.path("methods").path(method), parameters, method);
  }

  /** What is wrong with a value of a type. */
  List<String> check(String type, JsonNode value, String at) {
    if (type.startsWith(ARRAY)) {
      return array(type.substring(ARRAY.length()), value, at);
    }
    JsonNode definition = specification.path("types").path(type);
    if (definition.isMissingNode()) {
      return plain(type, value) ? List.of() : List.of(at + ": not " + type);
    }
    if (definition.path("subtypes").isArray() && !definition.path("subtypes").isEmpty()) {
      return any(definition.path("subtypes"), value, at);
    }
    return fields(definition, value, at);
  }

  private static boolean plain(String type, JsonNode value) {
    return switch (type) {
      case "Integer" -> value.isIntegralNumber();
      case "Float" -> value.isNumber();
      case "Boolean", "True" -> value.isBoolean();
      case "String" -> value.isTextual();
      default -> false;
    };
  }

  private List<String> array(String element, JsonNode value, String at) {
    if (!value.isArray()) {
      return List.of(at + ": not an array");
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      wrong.addAll(check(element, value.get(i), at + "[" + i + "]"));
    }
    return wrong;
  }

  /** The complaints of the type that fits best. */
  private List<String> any(JsonNode types, JsonNode value, String at) {
    return StreamSupport.stream(types.spliterator(), false)
        .map(type -> check(type.asText(), value, at))
        .min((a, b) -> Integer.compare(a.size(), b.size()))
        .orElse(List.of());
  }

  private List<String> fields(JsonNode definition, JsonNode value, String at) {
    if (!value.isObject()) {
      return List.of(at + ": not an object");
    }
    List<String> wrong = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (JsonNode field : definition.path("fields")) {
      String name = field.path("name").asText();
      known.add(name);
      if (value.has(name)) {
        wrong.addAll(any(field.path("types"), value.get(name), at + "." + name));
      } else if (field.path("required").asBoolean()) {
        wrong.add(at + "." + name + ": missing (required)");
      }
    }
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                wrong.add(at + "." + name + ": unknown field");
              }
            });
    return wrong;
  }
}
