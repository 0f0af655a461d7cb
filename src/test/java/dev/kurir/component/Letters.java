package dev.kurir.component;

import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;

/** Messages for tests. */
final class Letters {
  private Letters() {}

  static Stanza message(String from, String to, String id, String body) {
    return new Stanza(
        Element.builder("message", Stanza.NAMESPACE)
            .attribute("type", "chat")
            .attribute("id", id)
            .attribute("from", from)
            .attribute("to", to)
            .child("body", body)
            .build());
  }

  static String body(Stanza stanza) {
    return stanza.element().child("body", Stanza.NAMESPACE).map(Element::text).orElse("");
  }
}
