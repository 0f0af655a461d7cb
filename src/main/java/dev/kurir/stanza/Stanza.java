package dev.kurir.stanza;

import dev.kurir.message.InvalidFieldException;
import java.util.List;
import java.util.Optional;

/**
 * A message, a presence or an iq (RFC 6120 §8). Immutable.
 *
 * @param element the stanza with all that is in it
 */
public record Stanza(Element element) {
  /** The namespace of stanzas here, whatever their stream calls it. */
  public static final String NAMESPACE = "jabber:client";

  private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-stanzas";

  /** The three kinds of stanzas. */
  public enum Kind {
    MESSAGE("message"),
    PRESENCE("presence"),
    IQ("iq");

    private final String element;

    Kind(String element) {
      this.element = element;
    }

    /** The name of its element. */
    public String element() {
      return element;
    }

    private static Optional<Kind> of(Element element) {
      return List.of(values()).stream()
          .filter(kind -> element.is(kind.element, NAMESPACE))
          .findFirst();
    }
  }

  /**
   * @throws InvalidFieldException when the element is none of the three kinds
   */
  public Stanza {
    if (Kind.of(element).isEmpty()) {
      throw new InvalidFieldException("stanza", "another element", "message, presence or iq");
    }
  }

  /** The element as a stanza, if it is one. */
  public static Optional<Stanza> of(Element element) {
    return Kind.of(element).map(kind -> new Stanza(element));
  }

  public Kind kind() {
    return Kind.of(element).orElseThrow();
  }

  public Optional<String> to() {
    return element.attribute("to");
  }

  public Optional<String> from() {
    return element.attribute("from");
  }

  public Optional<String> id() {
    return element.attribute("id");
  }

  public Optional<String> type() {
    return element.attribute("type");
  }

  public boolean isError() {
    return type().filter("error"::equals).isPresent();
  }

  /**
   * The error that answers it (RFC 6120 §8.3), without a text; empty where an answer is not allowed
   * or not possible: it is an error or a result itself, or lacks an address.
   *
   * @param type {@code auth}, {@code cancel}, {@code modify} or {@code wait}
   * @param condition such as {@code policy-violation}
   */
  public Optional<Stanza> errorAnswer(String type, String condition) {
    boolean answerable = !isError() && type().filter("result"::equals).isEmpty();
    if (!answerable || to().isEmpty() || from().isEmpty()) {
      return Optional.empty();
    }
    Element error =
        Element.builder("error", NAMESPACE)
            .attribute("type", type)
            .child(Element.builder(condition, CONDITIONS).build())
            .build();
    return Optional.of(
        new Stanza(
            Element.builder(element.name(), NAMESPACE)
                .attribute("type", "error")
                .attribute("id", id().orElse(null))
                .attribute("from", to().get())
                .attribute("to", from().get())
                .child(error)
                .build()));
  }

  /** The kind; what else there is was written by others. */
  @Override
  public String toString() {
    return element.name();
  }
}
