package dev.kurir.network.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.impl.JidCreate;

class StanzaTranslatorTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private final StanzaTranslator translator =
      new StanzaTranslator(
          XmppNetwork.NAME,
          new BotId(3),
          JidCreate.entityBareFromOrThrowUnchecked("bot@lab.test"),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<body>hai</body> | text | hai",
        "<body>a &lt; b &amp; c</body> | text | a < b & c",
        "<body xml:lang='id'>hai</body> | text | hai",
        "<body>halo</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/> | edited |"
            + " [edited] halo",
        "<body>https://x.test/a.jpg</body><x xmlns='jabber:x:oob'><url>https://x.test/a.jpg</url></x>"
            + " | file | https://x.test/a.jpg",
        "<x xmlns='jabber:x:oob'><url>https://x.test/a.jpg</url></x> | file |"
            + " https://x.test/a.jpg",
        "<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl'/> | encrypted"
            + " | [encrypted message, not readable here]",
        "<body>hai</body><delay xmlns='urn:xmpp:delay' stamp='not a time'/> | text | hai",
        "<body>hai</body><properties xmlns='http://www.jivesoftware.com/xmlns/xmpp/properties'>"
            + "<property><name>a</name><value type='java-object'>x</value></property></properties>"
            + " | text | hai",
        "<event xmlns='http://jabber.org/protocol/pubsub#event'/><body>hai</body> | text | hai",
      })
  void aMessageIsAnArrival(String children, String kind, String text) throws Exception {
    Arrival arrival = live("<message from='a@b.test/c' id='1' type='chat'>", children).get();

    assertThat(arrival.kind()).isEqualTo(kind);
    assertThat(arrival.text()).isEqualTo(text);
    assertThat(arrival.sender().value()).isEqualTo("a@b.test");
    assertThat(arrival.sentAt()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='a@b.test/c' type='error'>",
        "<message from='room@b.test/c' type='groupchat'>",
        "<message from='a@b.test' type='headline'>",
        "<message from='bot@lab.test/other' type='chat'>",
        "<message type='chat'>",
      })
  void othersAreNone(String start) throws Exception {
    assertThat(live(start, "<body>x</body>")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<body/>",
        "<body>  </body>",
        "<received xmlns='urn:xmpp:receipts' id='1'/>",
        "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
        "<event xmlns='http://jabber.org/protocol/pubsub#event'/>",
      })
  void withoutATextThereIsNone(String children) throws Exception {
    assertThat(live("<message from='a@b.test/c' type='chat'>", children)).isEmpty();
  }

  @Test
  void aRetractionNamesTheMessageByTheIdThatItsSenderGaveIt() throws Exception {
    String start = "<message from='a@b.test/c' id='1' type='chat'>";
    String origin = "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>";
    String fallback = "<body>/me retracted a previous message</body>";
    Arrival retraction =
        live(start, "<retract id='o1' xmlns='urn:xmpp:message-retract:1'/>" + fallback).get();

    assertThat(retraction.kind()).isEqualTo(Arrival.TAKEN_BACK);
    assertThat(retraction.quotes()).isEqualTo(new NetworkMessageId("o1"));
    assertThat(live(start, "<body>x</body>").get().hints()).containsEntry("messageId", "1");
    assertThat(live(start, "<body>x</body>" + origin).get().hints())
        .containsEntry("messageId", "o1");
  }

  @Test
  void theArchivesIdIsTakenFromTheOwnServerOnly() throws Exception {
    String own = "<stanza-id xmlns='urn:xmpp:sid:0' by='bot@lab.test' id='mine'/>";
    String forged = "<stanza-id xmlns='urn:xmpp:sid:0' by='a@b.test' id='forged'/>";

    assertThat(translator.archiveId(parse("<message from='a@b.test'>", forged + own)))
        .contains("mine");
    assertThat(translator.archiveId(parse("<message from='a@b.test'>", forged))).isEmpty();
  }

  @Test
  void theSameStanzaHasTheSameIdAndAnotherAnother() throws Exception {
    String start = "<message from='a@b.test/c' id='1' type='chat'>";
    String stamp = "<delay xmlns='urn:xmpp:delay' stamp='2026-02-28T10:00:00Z'/>";

    assertThat(id(start, "<body>x</body>" + stamp)).isEqualTo(id(start, "<body>x</body>"));
    assertThat(id(start, "<body>y</body>")).isNotEqualTo(id(start, "<body>x</body>"));
  }

  @Test
  void withoutAnIdOnlyADelayedCopyIsRecognised() throws Exception {
    String start = "<message from='a@b.test/c' type='chat'>";
    String stamped = "<body>x</body><delay xmlns='urn:xmpp:delay' stamp='2026-02-28T10:00:00Z'/>";

    assertThat(id(start, stamped)).isEqualTo(id(start, stamped));
    assertThat(id(start, "<body>x</body>")).isNotEqualTo(id(start, "<body>x</body>"));
    assertThat(live(start, stamped).get().sentAt())
        .isEqualTo(Instant.parse("2026-02-28T10:00:00Z"));
  }

  @Test
  void deepNestingCostsOnlyItself() throws Exception {
    String deep = "<a xmlns='x:y'>" + "<a>".repeat(50_000) + "</a>".repeat(50_000) + "</a>";

    assertThat(live("<message from='a@b.test/c' type='chat'>", deep + "<body>hai</body>"))
        .hasValueSatisfying(arrival -> assertThat(arrival.text()).isEqualTo("hai"));
  }

  @Test
  void aLongStreamMeetsNoLimitOnEntities() throws Exception {
    String many = "&lt;&amp;&#33;".repeat(100_000);

    assertThat(live("<message from='a@b.test/c'>", "<body>" + many + "</body>"))
        .hasValueSatisfying(arrival -> assertThat(arrival.text()).hasSize(300_000));
  }

  @Test
  void anEntityIsNotExpanded() throws Exception {
    XmlPullParser parser =
        PacketParserUtils.getParserFor(
            new java.io.StringReader(
                "<!DOCTYPE message [<!ENTITY e 'expanded'>]>"
                    + "<message xmlns='jabber:client' from='a@b.test'><body>&e;</body></message>"));
    String text;
    try {
      text = StanzaParser.parse(parser).map(m -> ((Message) m).getBody()).orElse("");
    } catch (java.io.IOException | org.jivesoftware.smack.xml.XmlPullParserException e) {
      text = "";
    }
    assertThat(text == null ? "" : text).doesNotContain("expanded");
  }

  private String id(String start, String children) throws Exception {
    return live(start, children).get().networkMessageId().value();
  }

  private Optional<Arrival> live(String start, String children) throws Exception {
    return translator.translate(parse(start, children), null, null);
  }

  private static Message parse(String start, String children) throws Exception {
    String xml = start.replace("<message", "<message xmlns='jabber:client'") + children;
    XmlPullParser parser = PacketParserUtils.getParserFor(xml + "</message>");
    return (Message) StanzaParser.parse(parser).orElseThrow();
  }
}
