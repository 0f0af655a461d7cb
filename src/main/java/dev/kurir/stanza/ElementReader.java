package dev.kurir.stanza;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an element that is there as a whole, behind its stream's header, with Java's own XML
 * reader. Not thread-safe.
 *
 * <p>Each element has a reader of its own: it keeps all names that it met, and can't go on after an
 * error.
 */
final class ElementReader {
  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
  private String contentNamespace = Stanza.NAMESPACE;

  ElementReader() {
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** The element that begins the stream; its default namespace stands for that of stanzas. */
  Optional<Element> header(byte[] bytes, int length) {
    try {
      XMLStreamReader xml = xml(bytes, length);
      expect(XMLStreamConstants.START_ELEMENT, xml.next());
      for (int i = 0; i < xml.getNamespaceCount(); i++) {
        if (orEmpty(xml.getNamespacePrefix(i)).isEmpty()) {
          contentNamespace = orEmpty(xml.getNamespaceURI(i));
        }
      }
      return Optional.of(start(xml).build());
    } catch (XMLStreamException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The element behind the header; empty: it is not well-formed, has characters that XML forbids or
   * entities that nobody declared.
   */
  Optional<Element> element(byte[] bytes, int length) {
    try {
      XMLStreamReader xml = xml(bytes, length);
      expect(XMLStreamConstants.START_ELEMENT, xml.next());
      return Optional.of(tree(xml));
    } catch (XMLStreamException | RuntimeException e) { // the names of elements have rules of ours
      return Optional.empty();
    }
  }

  private XMLStreamReader xml(byte[] bytes, int length) throws XMLStreamException {
    return factory.createXMLStreamReader(
        new ByteArrayInputStream(bytes, 0, length), StandardCharsets.UTF_8.name());
  }

  private static void expect(int expected, int event) throws XMLStreamException {
    if (event != expected) {
      throw new XMLStreamException("event " + event);
    }
  }

  private Element tree(XMLStreamReader xml) throws XMLStreamException {
    expect(XMLStreamConstants.START_ELEMENT, xml.next());
    Deque<Element.Builder> open = new ArrayDeque<>();
    open.push(start(xml));
    while (true) {
      int event = xml.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> open.push(start(xml));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.element().text(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          Element done = open.pop().build();
          if (open.isEmpty()) {
            return done;
          }
          open.element().child(done);
        }
        default -> throw new XMLStreamException("event " + event);
      }
    }
  }

  private Element.Builder start(XMLStreamReader xml) {
    String namespace = orEmpty(xml.getNamespaceURI());
    Element.Builder element =
        Element.builder(
            xml.getLocalName(), namespace.equals(contentNamespace) ? Stanza.NAMESPACE : namespace);
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String key =
          XmlNames.key(orEmpty(xml.getAttributeNamespace(i)), xml.getAttributeLocalName(i));
      element.attribute(key, xml.getAttributeValue(i));
    }
    return element;
  }

  private static String orEmpty(@Nullable String name) {
    return name == null ? "" : name;
  }
}
