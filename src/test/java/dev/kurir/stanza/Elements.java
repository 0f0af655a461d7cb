package dev.kurir.stanza;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any elements and stanzas, for properties. */
final class Elements {
  private static final List<String> TYPED =
      List.of(
          "<body>Hej &lt;du&gt;\r\n☕</body>",
          "<body xml:lang='sv'>Hej</body>",
          "<body/>",
          "<subject> </subject>",
          "<thread>t1</thread>",
          "<thread parent='t0'>t1</thread>",
          "<request xmlns='urn:xmpp:receipts'/>",
          "<received xmlns='urn:xmpp:receipts' id='m1'/>",
          "<received xmlns='urn:xmpp:receipts'/>",
          "<active xmlns='http://jabber.org/protocol/chatstates'/>",
          "<delay xmlns='urn:xmpp:delay' stamp='2026-01-31T12:00:00Z' from='a@b'>late</delay>",
          "<delay xmlns='urn:xmpp:delay' stamp='yesterday'/>",
          "<delay xmlns='urn:xmpp:delay' stamp='2026-13-31T12:00:00Z'/>",
          "<geoloc xmlns='http://jabber.org/protocol/geoloc' xml:lang='en'><lat>59.3290</lat>"
              + "<lon>-0.5</lon><country>Sweden</country></geoloc>",
          "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>+1</lat><lon>181</lon></geoloc>",
          "<reply xmlns='urn:xmpp:reply:0' id='m1' to='a@b'/>",
          "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>☕</reaction></reactions>",
          "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='a'/>",
          "<stanza-id xmlns='urn:xmpp:sid:0' id='2' by='b'/>",
          "<x xmlns='jabber:x:oob'><url>https://a</url></x>",
          "<x xmlns='jabber:x:conference' jid='r@c'/>",
          "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>a</gone></error>",
          "<error type='odd' code='999'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
              + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>no</text></error>",
          "<show>away</show>",
          "<show>elsewhere</show>",
          "<priority>-128</priority>",
          "<priority>007</priority>",
          "<x xmlns='http://jabber.org/protocol/muc'><password>p</password>"
              + "<history maxstanzas='0'/></x>",
          "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'>"
              + "<actor nick='x'/></item><status code='110'/><status code='x'/></x>",
          "<ping xmlns='urn:xmpp:ping'/>",
          "<query xmlns='http://jabber.org/protocol/disco#info' node='n'>"
              + "<identity category='gateway' type='line'/><feature var='a'/><feature var='b'/>"
              + "</query>",
          "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='a'/></query>",
          "<query xmlns='jabber:iq:version'><name>x</name></query>",
          "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'>"
              + "<item id='1'><geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>1</lat>"
              + "</geoloc></item><retract id='2'/></items></event>",
          "<event xmlns='http://jabber.org/protocol/pubsub#event'/>",
          "<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/"
              + "xhtml'>one <b>two</b> three</body></html>");

  private Elements() {}

  static Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "<", "&", "]]>", "\r\n", "\r", "\n", "\t", " ", "'", "\"", "é", "☕", "👩",
            "\uFFFD", "&amp;", "<!--", "&#1;", "lengthy")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  static Arbitrary<Element> elements() {
    return elements(3);
  }

  private static Arbitrary<Element> elements(int depth) {
    Arbitrary<Node> texts = texts().map(Text::new);
    Arbitrary<Node> nodes =
        depth == 0 ? texts : Arbitraries.oneOf(texts, elements(depth - 1).map(child -> child));
    return Combinators.combine(
            Arbitraries.of("a", "item", "x-y.z", "_n1", "日本"),
            Arbitraries.of("urn:a", "urn:b&'<\"\n", "", Stanza.NAMESPACE),
            attributes(),
            nodes.list().ofMaxSize(3))
        .as(Element::new);
  }

  static Arbitrary<Map<String, String>> attributes() {
    return Arbitraries.maps(Arbitraries.of("id2", "xml:base", "k", "{urn:a}k", "{urn:b}k"), texts())
        .ofMaxSize(3);
  }

  /** Stanzas of all kinds with children that have fields, nearly have fields, or have none. */
  static Arbitrary<Stanza> stanzas() {
    Arbitrary<Node> children =
        Arbitraries.oneOf(
            Arbitraries.of(TYPED).map(Heard::element), elements(2).map(child -> child));
    Arbitrary<Map<String, String>> head =
        Arbitraries.maps(
                Arbitraries.of("to", "from", "id", "type", "xml:lang"),
                Arbitraries.of("get", "error", "chat", "a@b/c ☕", "subscribe"))
            .ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.of("message", "presence", "iq"),
            head,
            attributes(),
            children.list().ofMaxSize(6))
        .as(
            (name, attributes, more, content) -> {
              Element.Builder stanza = Element.builder(name, Stanza.NAMESPACE);
              attributes.forEach(stanza::attribute);
              more.forEach(stanza::attribute);
              content.forEach(child -> stanza.child((Element) child));
              return new Stanza(stanza.build());
            });
  }
}
