package dev.kurir.network.xmpp;

import java.io.IOException;
import java.util.Optional;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.parsing.SmackParsingException;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.util.StringUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/**
 * Reads a stanza even where one of its extensions is broken. Smack alone gives up on the whole
 * message, or on the whole stream (an empty PubSub event is enough), so that any stranger could cut
 * a bot off. A message is read without such extensions; another stanza is skipped. Stateless.
 */
final class StanzaParser {
  private static final String END = "</message>";

  private StanzaParser() {}

  /**
   * Reads the stanza at whose start the parser stands, up to its end.
   *
   * @return empty when it cannot be read
   */
  static Optional<Stanza> parse(XmlPullParser parser) throws XmlPullParserException, IOException {
    boolean message = parser.getName().equals(Message.ELEMENT);
    String start = startTag(parser);
    String whole = PacketParserUtils.parseElement(parser, true).toString();
    Optional<Stanza> stanza = read(whole);
    return stanza.isEmpty() && message ? withoutBrokenParts(start, whole) : stanza;
  }

  private static Optional<Stanza> withoutBrokenParts(String start, String whole)
      throws XmlPullParserException, IOException {
    XmlPullParser parser = PacketParserUtils.getParserFor(whole);
    StringBuilder sound = new StringBuilder(start);
    while (parser.next() != XmlPullParser.Event.END_ELEMENT) {
      if (parser.getEventType() == XmlPullParser.Event.START_ELEMENT) {
        String part = PacketParserUtils.parseElement(parser, true).toString();
        if (read(start + part + END).isPresent()) {
          sound.append(part);
        }
      }
    }
    return read(sound + END);
  }

  /** Smack's extension providers throw what they like, and nest as deep as the sender did. */
  private static Optional<Stanza> read(String xml) {
    try {
      return Optional.of(PacketParserUtils.parseStanza(xml));
    } catch (XmlPullParserException
        | SmackParsingException
        | IOException
        | RuntimeException
        | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static String startTag(XmlPullParser parser) {
    StringBuilder tag = new StringBuilder("<message xmlns='jabber:client'");
    for (int i = 0; i < parser.getAttributeCount(); i++) {
      String prefix = parser.getAttributePrefix(i);
      boolean language = "xml".equals(prefix) && "lang".equals(parser.getAttributeName(i));
      if (prefix == null || prefix.isEmpty() || language) {
        tag.append(' ')
            .append(language ? "xml:lang" : parser.getAttributeName(i))
            .append("='")
            .append(StringUtils.escapeForXmlAttribute(parser.getAttributeValue(i)))
            .append('\'');
      }
    }
    return tag.append('>').toString();
  }
}
