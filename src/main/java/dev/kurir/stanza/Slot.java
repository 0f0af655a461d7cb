package dev.kurir.stanza;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.InvalidFieldException;
import java.util.Iterator;
import java.util.Optional;

/** A part of an element that is a member of its object. Immutable. */
interface Slot {
  /**
   * Moves the part into the object, if it is there.
   *
   * @return false: the element isn't of this form, because a part is missing
   */
  boolean toJson(Rest rest, ObjectNode json);

  /**
   * Adds the part that the object tells of, if it does.
   *
   * @throws InvalidFieldException when the member is missing or wrong
   */
  void toElement(Members members, Element.Builder element);

  static Slot attribute(String field, String attribute, Scalar scalar) {
    return new OfAttribute(field, attribute, scalar, false);
  }

  static Slot requiredAttribute(String field, String attribute, Scalar scalar) {
    return new OfAttribute(field, attribute, scalar, true);
  }

  static Slot text(String field) {
    return new OfText(field, Scalar.TEXT, false);
  }

  static Slot requiredText(String field, Scalar scalar) {
    return new OfText(field, scalar, true);
  }

  static Slot child(String field, Codec codec) {
    return new OfChild(field, codec);
  }

  /** A child that has text and nothing else. */
  static Slot childText(String field, String name, String namespace, Scalar scalar) {
    return child(field, Form.Inline.of(name, namespace, requiredText("", scalar)));
  }

  /** A child that has one attribute and nothing else. */
  static Slot childAttribute(
      String field, String name, String namespace, String attribute, Scalar scalar) {
    Slot only = requiredAttribute("", attribute, scalar);
    return child(field, Form.Inline.of(name, namespace, only));
  }

  /** A child that has text and perhaps a language, which is the member {@code …Lang}. */
  static Slot wording(String field, String name, String namespace) {
    Slot text = requiredText(field, Scalar.TEXT);
    Slot lang = attribute(field + "Lang", "xml:lang", Scalar.TEXT);
    return new OfWording(field, Form.of(name, namespace, text, lang));
  }

  static Slot children(String field, Codec codec) {
    return new OfChildren(field, codec);
  }

  /** An attribute. */
  record OfAttribute(String field, String attribute, Scalar scalar, boolean required)
      implements Slot {
    @Override
    public boolean toJson(Rest rest, ObjectNode json) {
      String text = rest.attributes.get(attribute);
      JsonNode value = text == null ? null : scalar.toJson(text);
      if (value == null) {
        return !required;
      }
      rest.attributes.remove(attribute);
      json.set(field, value);
      return true;
    }

    @Override
    public void toElement(Members members, Element.Builder element) {
      Optional<Field> value = required ? Optional.of(members.required(field)) : members.take(field);
      value.ifPresent(given -> element.attribute(attribute, scalar.toText(given)));
    }
  }

  /** The text directly in the element. */
  record OfText(String field, Scalar scalar, boolean required) implements Slot {
    @Override
    public boolean toJson(Rest rest, ObjectNode json) {
      if (!required && rest.text.isBlank()) {
        return true;
      }
      JsonNode value = scalar.toJson(rest.text);
      if (value == null) {
        return false;
      }
      rest.text = "";
      json.set(field, value);
      return true;
    }

    @Override
    public void toElement(Members members, Element.Builder element) {
      Optional<Field> value = required ? Optional.of(members.required(field)) : members.take(field);
      value.ifPresent(given -> element.text(scalar.toText(given)));
    }
  }

  /** The first child of a form. */
  record OfChild(String field, Codec codec) implements Slot {
    @Override
    public boolean toJson(Rest rest, ObjectNode json) {
      for (Iterator<Element> children = rest.children.iterator(); children.hasNext(); ) {
        JsonNode value = codec.toJson(children.next());
        if (value != null) {
          children.remove();
          json.set(field, value);
          return true;
        }
      }
      return true;
    }

    @Override
    public void toElement(Members members, Element.Builder element) {
      members.take(field).ifPresent(given -> element.child(codec.toElement(given)));
    }
  }

  /** All children of a form, as an array; it is left out where there are none. */
  record OfChildren(String field, Codec codec) implements Slot {
    @Override
    public boolean toJson(Rest rest, ObjectNode json) {
      ArrayNode values = JsonNodeFactory.instance.arrayNode();
      for (Iterator<Element> children = rest.children.iterator(); children.hasNext(); ) {
        JsonNode value = codec.toJson(children.next());
        if (value != null) {
          children.remove();
          values.add(value);
        }
      }
      if (!values.isEmpty()) {
        json.set(field, values);
      }
      return true;
    }

    @Override
    public void toElement(Members members, Element.Builder element) {
      members
          .take(field)
          .ifPresent(given -> given.items().forEach(item -> element.child(codec.toElement(item))));
    }
  }

  /** The first child of a form that has text and a language, each a member beside the others. */
  record OfWording(String field, Form form) implements Slot {
    @Override
    public boolean toJson(Rest rest, ObjectNode json) {
      for (Iterator<Element> children = rest.children.iterator(); children.hasNext(); ) {
        ObjectNode value = form.toJson(children.next());
        if (value != null) {
          children.remove();
          json.setAll(value);
          return true;
        }
      }
      return true;
    }

    @Override
    public void toElement(Members members, Element.Builder element) {
      if (members.has(field)) {
        element.child(form.toElement(members));
      }
    }
  }

  /** All attributes that have no member of their own, as an object of texts. */
  record OfOtherAttributes(String field) implements Slot {
    @Override
    public boolean toJson(Rest rest, ObjectNode json) {
      if (!rest.attributes.isEmpty()) {
        ObjectNode values = json.putObject(field);
        rest.attributes.forEach(values::put);
        rest.attributes.clear();
      }
      return true;
    }

    @Override
    public void toElement(Members members, Element.Builder element) {
      members
          .take(field)
          .ifPresent(
              given ->
                  Extension.attributes(given)
                      .forEach(
                          (name, value) -> {
                            if (element.has(name)) {
                              throw given.refused("names without a field of their own");
                            }
                            element.attribute(name, value);
                          }));
    }
  }
}
