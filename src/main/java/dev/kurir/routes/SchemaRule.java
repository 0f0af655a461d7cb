package dev.kurir.routes;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Camel's own schema, in its canonical form: the one that visual editors write. The compact form
 * ({@code - to: "direct:x"}, a language directly in a step, options in the URI) is refused.
 */
final class SchemaRule implements Rule {
  private static final Set<String> BOOLEANS = Set.of("true", "false");
  private final CamelSchema schema = CamelSchema.shipped();

  @Override
  public void check(RouteFile file, RouteSet all, Findings findings) {
    for (Yaml entry : file.entries()) {
      check(file, entry, "the file's entry", schema.entry(), findings);
      if (entry.at("from").isPresent()) {
        findings.add(file, entry, "canonical", "from: at the top (expected: - route: around it)");
      }
      entry.eachMap((key, map) -> options(file, map, findings));
    }
  }

  private void check(
      RouteFile file, Yaml place, String name, CamelSchema.Shape shape, Findings findings) {
    switch (shape.type()) {
      case "object" -> object(file, place, name, shape, findings);
      case "array" -> array(file, place, name, shape, findings);
      default -> scalar(file, place, name, shape, findings);
    }
  }

  private void object(
      RouteFile file, Yaml place, String name, CamelSchema.Shape shape, Findings findings) {
    if (!place.isMap()) {
      String rule = place.isText() && shape.hasShorthand() ? "canonical" : "schema";
      String keys =
          shape.required().isEmpty() ? "keys" : String.join(": and ", shape.required()) + ":";
      findings.add(file, place, rule, name + ": is no map (expected: " + keys + " under it)");
      return;
    }
    Map<String, CamelSchema.Shape> properties = shape.properties();
    Set<String> seen = new HashSet<>();
    for (Yaml.Entry entry : place.entries()) {
      String key = entry.name();
      if (!seen.add(key)) {
        findings.add(file, entry.key(), "schema", key + ": stands twice in " + name);
      }
      CamelSchema.Shape child = properties.get(key);
      if (child == null) {
        if (shape.isClosed()) {
          findings.add(
              file,
              entry.key(),
              "schema",
              key
                  + ": unknown in "
                  + name
                  + " (expected: "
                  + Nearest.among(properties.keySet(), key)
                  + ")");
        }
        continue;
      }
      if (shape.isBareLanguage(key)) {
        findings.add(
            file,
            entry.key(),
            "canonical",
            key + ": directly in " + name + " (expected: expression: around it)");
      }
      if (shape.isDeprecated(key)) {
        findings.add(file, entry.key(), "schema", key + ": deprecated by Camel in " + name);
      }
      check(file, entry.value(), key, child, findings);
    }
    for (String required : shape.required()) {
      if (!seen.contains(required)) {
        findings.add(file, place, "schema", name + ": lacks " + required + ":");
      }
    }
  }

  private void array(
      RouteFile file, Yaml place, String name, CamelSchema.Shape shape, Findings findings) {
    if (!place.isList()) {
      findings.add(file, place, "schema", name + ": is no list (expected: lines with -)");
      return;
    }
    shape
        .items()
        .ifPresent(
            item ->
                place.items().forEach(i -> check(file, i, "an item of " + name, item, findings)));
  }

  private static void scalar(
      RouteFile file, Yaml place, String name, CamelSchema.Shape shape, Findings findings) {
    if (shape.type().isEmpty()) {
      return;
    }
    if (!place.isText()) {
      findings.add(file, place, "schema", name + ": is no " + shape.type());
      return;
    }
    String text = place.text().orElse("");
    List<String> choices = shape.choices();
    boolean open = text.contains("{{");
    boolean right =
        switch (shape.type()) {
          case "boolean" -> BOOLEANS.contains(text);
          case "number" -> text.matches("-?[0-9]+(\\.[0-9]+)?");
          default -> choices.isEmpty() || choices.contains(text);
        };
    if (!open && !right) {
      Object rule = choices.isEmpty() ? "a " + shape.type() : "one of " + choices;
      findings.add(file, place, "schema", name + ": " + text + " (expected: " + rule + ")");
    }
  }

  private static void options(RouteFile file, Yaml map, Findings findings) {
    map.at("uri")
        .filter(uri -> uri.text().orElse("").contains("?"))
        .ifPresent(
            uri -> findings.add(file, uri, "canonical", "options in uri: (expected: parameters:)"));
  }
}
