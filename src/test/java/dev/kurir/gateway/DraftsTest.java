package dev.kurir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import dev.kurir.stanza.StanzaWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How stanzas are answered. */
class DraftsTest {
  private static Stanza message(String type) {
    return new Stanza(
        Drafts.message(type, "a@x.example/1", "b@im.example", "m1")
            .child("body", "x")
            .child(Element.builder("request", Names.RECEIPTS).build())
            .build());
  }

  private static String xml(Stanza stanza) {
    return new String(StanzaWriter.write(stanza.element()), StandardCharsets.UTF_8);
  }

  @Test
  void anErrorSaysWhy() {
    Stanza error =
        Drafts.error(message("chat"), new Refusal(Condition.FORBIDDEN, "b <no>")).orElseThrow();

    assertThat(xml(error))
        .isEqualTo(
            "<message type='error' id='m1' from='b@im.example' to='a@x.example/1'><error type='auth'>"
                + "<forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>b &lt;no&gt;</text>"
                + "</error></message>");
  }

  @Test
  void anErrorIsNotAnswered() {
    assertThat(Drafts.error(message("error"), Refusal.unavailable())).isEmpty();
  }

  @Test
  void aReceiptGoesBackToTheClient() {
    Stanza receipt = Drafts.receipt(message("chat")).orElseThrow();

    assertThat(receipt.to()).contains("a@x.example/1");
    assertThat(receipt.from()).contains("b@im.example");
    assertThat(receipt.element().child("received", Names.RECEIPTS).get().attribute("id"))
        .contains("m1");
  }
}
