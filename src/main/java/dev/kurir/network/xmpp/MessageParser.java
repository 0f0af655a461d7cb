package dev.kurir.network.xmpp;

import java.io.IOException;
import java.util.Optional;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.parsing.SmackParsingException;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.util.StringUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/**
 * Reads a message even where one of its extensions is broken: Smack alone gives up on the whole
 * message, so that anybody could lose or stop another's by a malformed time stamp. Such extensions
 * are left out. Stateless.
 */
final class MessageParser {
  private static final String END = "</message>";

  private MessageParser() {}

  /**
   * Reads the message at whose start the parser stands, up to its end.
   *
   * @return empty when not even its addresses can be read
   */
  static Optional<Message> parse(XmlPullParser parser) throws XmlPullParserException, IOException {
    String start = startTag(parser);
    String whole = PacketParserUtils.parseElement(parser, true).toString();
    Optional<Message> message = read(whole);
    return message.isPresent() ? message : withoutBrokenParts(start, whole);
  }

  private static Optional<Message> withoutBrokenParts(String start, String whole)
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

  private static Optional<Message> read(String xml) {
    try {
      return Optional.of(PacketParserUtils.parseStanza(xml));
    } catch (XmlPullParserException
        | SmackParsingException
        | IOException
        | IllegalArgumentException e) {
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
