package dev.kurir.stanza;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element as an object: each of its slots is a part of the one and a member of the other.
 * Immutable. White space between its children is not kept.
 */
record Form(String name, String namespace, List<Slot> slots) implements Codec {
  static Form of(String name, String namespace, Slot... slots) {
    return new Form(name, namespace, List.of(slots));
  }

  @Override
  public @Nullable ObjectNode toJson(Element element) {
    if (!element.is(name, namespace)) {
      return null;
    }
    Rest rest = new Rest(element);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Slot slot : slots) {
      if (!slot.toJson(rest, json)) {
        return null;
      }
    }
    return rest.isEmpty() ? json : null;
  }

  @Override
  public Element toElement(Field field) {
    Members members = field.members();
    Element element = toElement(members);
    members.end();
    return element;
  }

  Element toElement(Members members) {
    Element.Builder element = Element.builder(name, namespace);
    slots.forEach(slot -> slot.toElement(members, element));
    return element.build();
  }

  /** An element as the value of its one slot, whose member bears the name "". */
  record Inline(Form form) implements Codec {
    static Inline of(String name, String namespace, Slot only) {
      return new Inline(Form.of(name, namespace, only));
    }

    @Override
    public @Nullable JsonNode toJson(Element element) {
      ObjectNode json = form.toJson(element);
      return json == null ? null : json.get("");
    }

    @Override
    public Element toElement(Field field) {
      ObjectNode json = JsonNodeFactory.instance.objectNode().set("", field.value());
      return form.toElement(new Members(field.path(), json));
    }
  }
}
