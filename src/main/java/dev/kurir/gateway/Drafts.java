package dev.kurir.gateway;

import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The beginnings of stanzas that are sent. */
final class Drafts {
  private Drafts() {}

  /**
   * A message without content.
   *
   * @param id null: a new one
   */
  static Element.Builder message(String type, String from, String to, @Nullable String id) {
    return Element.builder("message", Stanza.NAMESPACE)
        .attribute("type", type)
        .attribute("id", id == null ? UUID.randomUUID().toString() : id)
        .attribute("from", from)
        .attribute("to", to);
  }

  /**
   * A presence without content.
   *
   * @param type null: available
   */
  static Element.Builder presence(@Nullable String type, String from, String to) {
    return Element.builder("presence", Stanza.NAMESPACE)
        .attribute("type", type)
        .attribute("from", from)
        .attribute("to", to);
  }

  static Stanza presenceOf(@Nullable String type, String from, String to) {
    return new Stanza(presence(type, from, to).build());
  }

  /** A result without content. */
  static Element.Builder result(Stanza iq) {
    return Element.builder("iq", Stanza.NAMESPACE)
        .attribute("type", "result")
        .attribute("id", iq.id().orElse(null))
        .attribute("from", iq.to().orElse(null))
        .attribute("to", iq.from().orElse(null));
  }

  static Stanza result(Stanza iq, Element payload) {
    return new Stanza(result(iq).child(payload).build());
  }

  /** The error that answers a stanza (RFC 6120 §8.3); empty where it must not be answered. */
  static Optional<Stanza> error(Stanza stanza, Refusal refusal) {
    return stanza
        .errorAnswer(refusal.condition().type(), refusal.condition().element())
        .map(answer -> withText(answer, refusal.text()));
  }

  private static Stanza withText(Stanza answer, String text) {
    Element whole = answer.element();
    Element.Builder said = Element.builder(whole.name(), whole.namespace());
    whole.attributes().forEach(said::attribute);
    for (Element error : whole.children()) {
      Element.Builder explained = Element.builder(error.name(), error.namespace());
      error.attributes().forEach(explained::attribute);
      error.children().forEach(explained::child);
      explained.child(
          Element.builder("text", Names.CONDITIONS).attribute("xml:lang", "en").text(text).build());
      said.child(explained.build());
    }
    return new Stanza(said.build());
  }

  /** When something was said that comes later (XEP-0203). */
  static Element delay(Instant at, String from) {
    return Element.builder("delay", Names.DELAY)
        .attribute("stamp", at.toString())
        .attribute("from", from)
        .build();
  }

  /** Says that a message has been stored, if its sender wants to know (XEP-0184 §5.3). */
  static Optional<Stanza> receipt(Stanza message) {
    if (message.element().child("request", Names.RECEIPTS).isEmpty() || message.id().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Stanza(
            message(
                    message.type().orElse("normal"),
                    Jid.of(message.to().orElse("")).bare(),
                    message.from().orElse(""),
                    null)
                .child(
                    Element.builder("received", Names.RECEIPTS)
                        .attribute("id", message.id().get())
                        .build())
                .build()));
  }
}
