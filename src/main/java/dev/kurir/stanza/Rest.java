package dev.kurir.stanza;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What no slot has taken of an element yet. Not thread-safe. */
final class Rest {
  final Map<String, String> attributes;
  final List<Element> children;
  String text;

  Rest(Element element) {
    attributes = new LinkedHashMap<>(element.attributes());
    children = new ArrayList<>(element.children());
    text = element.text();
  }

  boolean isEmpty() {
    return attributes.isEmpty() && children.isEmpty() && text.isBlank();
  }
}
