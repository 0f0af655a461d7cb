package dev.kurir.stanza;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes an element as it stands within a stream, in UTF-8. What XML 1.0 §2.2 forbids (U+0000 to
 * U+001F but tab and line ends, U+FFFE, U+FFFF, lone surrogates) becomes U+FFFD, because no escape
 * is allowed for it and the peer would close the stream.
 */
public final class StanzaWriter {
  private final StringBuilder out = new StringBuilder(512);

  private StanzaWriter() {}

  /** {@link Stanza#NAMESPACE} is left out where the stream declares its own in its place. */
  public static byte[] write(Element element) {
    StanzaWriter writer = new StanzaWriter();
    writer.element(element, Stanza.NAMESPACE);
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void element(Element element, String around) {
    out.append('<').append(element.name());
    if (!element.namespace().equals(around)) {
      attribute("xmlns", element.namespace());
    }
    int prefixes = 0;
    for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
      String key = attribute.getKey();
      if (key.startsWith("{")) {
        int end = key.lastIndexOf('}');
        String prefix = "n" + prefixes++;
        attribute("xmlns:" + prefix, key.substring(1, end));
        key = prefix + ":" + key.substring(end + 1);
      }
      attribute(key, attribute.getValue());
    }
    if (element.content().isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Node node : element.content()) {
      if (node instanceof Element child) {
        element(child, element.namespace());
      } else {
        escape(((Text) node).value(), false);
      }
    }
    out.append("</").append(element.name()).append('>');
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("='");
    escape(value, true);
    out.append('\'');
  }

  private void escape(String text, boolean inAttribute) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;"); // "]]>" is not allowed in text
        case '\r' -> out.append("&#13;"); // a reader would make it a line feed
        case '\'' -> out.append(inAttribute ? "&apos;" : "'");
        case '\n' -> out.append(inAttribute ? "&#10;" : "\n"); // a reader would make it a space
        case '\t' -> out.append(inAttribute ? "&#9;" : "\t");
        default -> out.appendCodePoint(XmlNames.isAllowed(c) ? c : XmlNames.REPLACEMENT);
      }
    }
  }
}
