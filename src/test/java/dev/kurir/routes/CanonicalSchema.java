package dev.kurir.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The canonical schema of Camel's YAML routes for the Camel on the class path.
 *
 * <p>Camel ships a canonical schema beside the classic one from 4.21 on only (CAMEL-22987), so it
 * is derived here from the classic one of camel-yaml-dsl, by what Camel says canonical means: no
 * text in place of an object, no language directly in a step, no {@code from:} without {@code
 * route:}, and so no {@code oneOf}, {@code anyOf} and {@code not}. Everything that is valid by it
 * is valid by the classic schema too, but for a choice of exactly one, which it can't say.
 */
final class CanonicalSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPACT_ROUTE =
      "org.apache.camel.dsl.yaml.deserializers.RouteFromDefinitionDeserializer";

  private CanonicalSchema() {}

  /** The classic schema as camel-yaml-dsl brings it. */
  static JsonNode classic() {
    try (InputStream in = CanonicalSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode derived() {
    ObjectNode root = classic().deepCopy();
    ObjectNode items = (ObjectNode) root.path("items");
    ((ObjectNode) items.path("properties")).remove("from");
    ObjectNode definitions = (ObjectNode) items.path("definitions");
    definitions.remove(COMPACT_ROUTE);
    for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
      flatten((ObjectNode) definition.getValue());
    }
    return root;
  }

  private static void flatten(ObjectNode definition) {
    JsonNode alternatives = definition.remove("oneOf");
    if (alternatives != null) { // a text or an object: the object
      for (JsonNode alternative : alternatives) {
        if (alternative.path("type").asText().equals("object")) {
          alternative.properties().forEach(e -> definition.set(e.getKey(), e.getValue()));
        }
      }
    }
    JsonNode groups = definition.remove("anyOf");
    if (groups != null) {
      ObjectNode properties = definition.withObjectProperty("properties");
      for (JsonNode group : groups) {
        for (JsonNode alternative : group.path("oneOf")) { // a reference: a language in the step
          alternative
              .path("properties")
              .properties()
              .forEach(e -> properties.set(e.getKey(), e.getValue()));
        }
      }
      List<String> bare = new ArrayList<>();
      properties
          .properties()
          .forEach(
              e -> {
                if (e.getValue().isEmpty()) {
                  bare.add(e.getKey());
                }
              });
      properties.remove(bare);
      definition.put("additionalProperties", false);
    }
  }

  /** As the file has it: a definition a line, so that a new Camel's differences can be read. */
  static String written(JsonNode schema) {
    JsonNode items = schema.path("items");
    StringBuilder text = new StringBuilder("{\n");
    text.append("\"$schema\": ").append(schema.path("$schema")).append(",\n");
    text.append("\"type\": ").append(schema.path("type")).append(",\n\"items\": {\n");
    items
        .properties()
        .forEach(
            e -> {
              if (!e.getKey().equals("definitions")) {
                text.append(line(e.getKey(), e.getValue())).append(",\n");
              }
            });
    text.append("\"definitions\": {\n");
    List<String> lines = new ArrayList<>();
    items.path("definitions").properties().forEach(e -> lines.add(line(e.getKey(), e.getValue())));
    return text.append(String.join(",\n", lines)).append("\n}}}\n").toString();
  }

  private static String line(String key, JsonNode value) {
    try {
      return JSON.writeValueAsString(key) + ": " + JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
