package dev.kurir.stanza;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kurir.message.InvalidFieldException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one kind of element is a JSON value, and the other way. Immutable. */
interface Codec {
  /**
   * The element as JSON.
   *
   * @return null: it is another one, or has something for which this form has no place, so that
   *     nothing of it may be taken
   */
  @Nullable JsonNode toJson(Element element);

  /**
   * The JSON value as an element.
   *
   * @throws InvalidFieldException when it isn't of this form
   */
  Element toElement(Field field);

  /** An empty element as {@code true}. */
  record Flag(String name, String namespace) implements Codec {
    @Override
    public @Nullable JsonNode toJson(Element element) {
      return isBare(element) && element.is(name, namespace) ? BooleanNode.TRUE : null;
    }

    @Override
    public Element toElement(Field field) {
      if (!field.value().isBoolean() || !field.value().booleanValue()) {
        throw field.refused("true, or no such field");
      }
      return Element.builder(name, namespace).build();
    }
  }

  /** One of some empty elements as its name. */
  record Choice(String namespace, List<String> names) implements Codec {
    @Override
    public @Nullable JsonNode toJson(Element element) {
      boolean fits =
          isBare(element)
              && element.namespace().equals(namespace)
              && names.contains(element.name());
      return fits ? TextNode.valueOf(element.name()) : null;
    }

    @Override
    public Element toElement(Field field) {
      String name = field.text(names::contains, "one of " + String.join(", ", names));
      return Element.builder(name, namespace).build();
    }
  }

  private static boolean isBare(Element element) {
    return element.attributes().isEmpty() && element.content().isEmpty();
  }
}
