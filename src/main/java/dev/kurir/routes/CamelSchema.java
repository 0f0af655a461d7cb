package dev.kurir.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The schema of Camel's YAML routes, as the camel-yaml-dsl on the class path brings it. Of a choice
 * between a text and an object it knows the object only: that is the canonical form. Immutable.
 */
final class CamelSchema {
  private static final String RESOURCE = "/schema/camelYamlDsl.json";
  private static final String DEFINITIONS = "#/items/definitions/";

  private final JsonNode definitions;
  private final JsonNode entry;

  private CamelSchema(JsonNode items) {
    this.entry = items;
    this.definitions = items.path("definitions");
  }

  /** Read once: it is large. */
  static CamelSchema shipped() {
    return Shipped.SCHEMA;
  }

  private static final class Shipped {
    static final CamelSchema SCHEMA = read();
  }

  private static CamelSchema read() {
    try (InputStream in = CamelSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + ": not on the class path (expected: camel-yaml-dsl)");
      }
      return new CamelSchema(new ObjectMapper().readTree(in).path("items"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a top-level entry of a file may be. */
  Shape entry() {
    return new Shape(entry);
  }

  private JsonNode follow(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    return reference.isMissingNode()
        ? schema
        : definitions.path(reference.asText().substring(DEFINITIONS.length()));
  }

  /** What one place may hold. */
  final class Shape {
    private final JsonNode whole;
    private final JsonNode schema;
    private final boolean shorthand;

    private Shape(JsonNode schema) {
      this.whole = follow(schema);
      JsonNode text = alternative(whole, "string");
      JsonNode object = alternative(whole, "object");
      this.shorthand = !text.isMissingNode() && !object.isMissingNode();
      this.schema = shorthand ? object : whole;
    }

    private static JsonNode alternative(JsonNode schema, String type) {
      for (JsonNode alternative : schema.path("oneOf")) {
        if (alternative.path("type").asText().equals(type)) {
          return alternative;
        }
      }
      return MissingNode.getInstance();
    }

    /** Whether a bare text would do as well, as the compact form has it. */
    boolean hasShorthand() {
      return shorthand;
    }

    /**
     * {@code object}, {@code array}, {@code string}, {@code boolean}, {@code number}; or nothing.
     */
    String type() {
      return schema.path("type").asText(properties().isEmpty() ? "" : "object");
    }

    boolean isClosed() {
      return schema.has("additionalProperties") && !schema.path("additionalProperties").asBoolean();
    }

    /** The keys that may stand here, with the shape of what stands under them. */
    Map<String, Shape> properties() {
      Map<String, JsonNode> found = new TreeMap<>();
      collect(schema, found);
      Map<String, Shape> shapes = new TreeMap<>();
      found.forEach((name, value) -> shapes.put(name, new Shape(value)));
      return shapes;
    }

    private void collect(JsonNode place, Map<String, JsonNode> found) {
      place
          .path("properties")
          .properties()
          .forEach(
              property -> {
                if (!property.getValue().isEmpty() || !found.containsKey(property.getKey())) {
                  found.put(property.getKey(), property.getValue());
                }
              });
      for (String alternatives : List.of("anyOf", "oneOf")) {
        place.path(alternatives).forEach(alternative -> collect(follow(alternative), found));
      }
    }

    /**
     * Languages written directly in a step, which the canonical form puts under {@code
     * expression:}.
     */
    boolean isBareLanguage(String key) {
      JsonNode properties = schema.path("properties");
      return properties.has("expression")
          && !key.equals("expression")
          && properties.path(key).isObject()
          && properties.path(key).isEmpty();
    }

    boolean isDeprecated(String key) {
      return follow(schema.path("properties").path(key)).path("deprecated").asBoolean();
    }

    List<String> required() {
      List<String> names = new ArrayList<>();
      whole.path("required").forEach(name -> names.add(name.asText()));
      return names;
    }

    /** The texts that are allowed; empty: any. */
    List<String> choices() {
      List<String> choices = new ArrayList<>();
      schema.path("enum").forEach(choice -> choices.add(choice.asText()));
      return choices;
    }

    Optional<Shape> items() {
      return schema.has("items") ? Optional.of(new Shape(schema.path("items"))) : Optional.empty();
    }
  }
}
