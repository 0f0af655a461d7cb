package dev.kurir.stanza;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.InvalidFieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A value within JSON from outside, with the path to it for errors: {@code delay.stamp}, {@code
 * extensions[2].name}. Errors tell what kind of value it is, never the value.
 */
record Field(String path, JsonNode value) {
  String text() {
    return text(text -> true, "text");
  }

  String text(Predicate<String> fits, String rule) {
    if (!value.isTextual() || !fits.test(value.textValue())) {
      throw refused(rule);
    }
    return value.textValue();
  }

  List<Field> items() {
    if (!value.isArray()) {
      throw refused("an array");
    }
    List<Field> items = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      items.add(new Field(path + "[" + i + "]", value.get(i)));
    }
    return items;
  }

  Members members() {
    if (value instanceof ObjectNode object) {
      return new Members(path, object);
    }
    throw refused("an object");
  }

  InvalidFieldException refused(String rule) {
    String kind =
        value.isTextual()
            ? "text of " + value.textValue().length() + " characters"
            : value.getNodeType().name().toLowerCase(Locale.ROOT);
    return new InvalidFieldException(path, kind, rule);
  }
}
