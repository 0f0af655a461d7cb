package dev.kurir.stanza;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Any element, without loss: name, namespace, attributes, and either its text or all that is in it
 * in order, where text is a string. Immutable.
 */
record Extension() implements Codec {
  @Override
  public ObjectNode toJson(Element element) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", element.name());
    json.put("namespace", element.namespace());
    if (!element.attributes().isEmpty()) {
      ObjectNode attributes = json.putObject("attributes");
      element.attributes().forEach(attributes::put);
    }
    if (element.content().size() == 1 && element.content().get(0) instanceof Text text) {
      json.put("text", text.value());
    } else if (!element.content().isEmpty()) {
      ArrayNode children = json.putArray("children");
      for (Node node : element.content()) {
        if (node instanceof Element child) {
          children.add(toJson(child));
        } else {
          children.add(((Text) node).value());
        }
      }
    }
    return json;
  }

  @Override
  public Element toElement(Field field) {
    return toElement(field, 1);
  }

  private static Element toElement(Field field, int depth) {
    if (depth > Limits.USUAL.depth()) {
      throw field.refused("at most " + Limits.USUAL.depth() + " elements within each other");
    }
    Members members = field.members();
    Element.Builder element =
        Element.builder(
            members.required("name").text(XmlNames::isName, "an XML name without colon"),
            members
                .required("namespace")
                .text(XmlNames::isDeclarable, "a namespace that XML can declare"));
    members.take("attributes").ifPresent(given -> attributes(given).forEach(element::attribute));
    Optional<Field> text = members.take("text");
    Optional<Field> children = members.take("children");
    members.end();
    text.ifPresent(given -> element.text(given.text()));
    if (text.isPresent() && children.isPresent()) {
      throw children.get().refused("text or children, not both");
    }
    children.ifPresent(
        given -> {
          for (Field child : given.items()) {
            if (child.value().isTextual()) {
              element.text(child.text());
            } else {
              element.child(toElement(child, depth + 1));
            }
          }
        });
    return element.build();
  }

  static Map<String, String> attributes(Field field) {
    Members members = field.members();
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String name : members.names()) {
      Field value = members.required(name);
      if (!XmlNames.isAttribute(name)) {
        throw value.refused("a name such as id, xml:lang or {namespace}name");
      }
      attributes.put(name, value.text());
    }
    return attributes;
  }
}
