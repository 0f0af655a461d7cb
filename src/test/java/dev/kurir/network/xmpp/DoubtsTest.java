package dev.kurir.network.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.sid.element.OriginIdElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;

/** What a look into the archive proves, the newest entry first. */
class DoubtsTest {
  private static final Jid SELF = JidCreate.fromOrThrowUnchecked("bot@lab.test/kurir");
  private static final Jid OTHER_CLIENT = JidCreate.fromOrThrowUnchecked("bot@lab.test/phone");
  private static final Jid PHONE = JidCreate.fromOrThrowUnchecked("darma@lab.test/phone");
  private static final Jid STRANGER = JidCreate.fromOrThrowUnchecked("eve@lab.test/phone");
  private static final BareJid DARMA = PHONE.asBareJid();

  private final Doubts doubts = new Doubts();

  @BeforeEach
  void written() {
    List.of("m-1", "m-2", "m-3").forEach(id -> doubts.written(id, DARMA));
  }

  @Test
  void onlyTheNewestArchivedOneIsInDoubt() {
    look(text(SELF, "m-2"), text(SELF, "m-1"));

    assertThat(doubts.about("m-1")).isFalse();
    assertThat(doubts.about("m-2")).isTrue();
    assertThat(doubts.about("m-3")).isFalse();
  }

  @Test
  void whatOthersWroteAfterwardsProvesNothing() {
    look(text(PHONE, "w-9"), text(OTHER_CLIENT, "o-1"), text(SELF, "m-2"));

    assertThat(doubts.about("m-2")).isTrue();
  }

  @Test
  void whatTheAccountWroteAfterwardsProvesThatItWasPassedOn() {
    look(receipt(SELF, "w-9"), text(SELF, "m-2"));

    assertThat(doubts.about("m-2")).isFalse();
  }

  @Test
  void anAcknowledgedOneIsNotInDoubtNorAnyBeforeIt() {
    doubts.heard("m-2");
    look(text(SELF, "m-2"), text(SELF, "m-1"));

    assertThat(doubts.about("m-1")).isFalse();
    assertThat(doubts.about("m-2")).isFalse();
  }

  @Test
  void anArchivedReceiptOfTheRecipientDispelsTheDoubt() {
    look(receipt(PHONE, "m-2"), text(SELF, "m-2"));
    assertThat(doubts.about("m-2")).isFalse();
  }

  @Test
  void aStrangersReceiptDoesNot() {
    look(receipt(STRANGER, "m-2"), text(SELF, "m-2"));
    assertThat(doubts.about("m-2")).isTrue();
    assertThat(received(STRANGER, "m-2")).isFalse();
    assertThat(doubts.about("m-2")).isTrue();
  }

  @Test
  void aReceiptThatComesLateDoes() {
    look(text(SELF, "m-2"));
    assertThat(received(PHONE, "m-2")).isTrue();
    assertThat(doubts.about("m-2")).isFalse();
  }

  @Test
  void aReceiptBeforeTheSessionEndedSettlesIt() {
    assertThat(received(PHONE, "m-2")).isTrue();
    assertThat(received(PHONE, "m-2")).isFalse();
    look(text(SELF, "m-2"));
    assertThat(doubts.about("m-2")).isFalse();
  }

  private boolean received(Jid from, String id) {
    return doubts.received(new DeliveryReceipt(id), from);
  }

  private void look(Message... newestFirst) {
    for (Message each : newestFirst) {
      if (doubts.judge(each, SELF)) {
        return;
      }
    }
  }

  private static Message text(Jid from, String id) {
    return StanzaBuilder.buildMessage(id)
        .from(from)
        .setBody("x")
        .addExtension(new OriginIdElement(id))
        .build();
  }

  private static Message receipt(Jid from, String id) {
    return StanzaBuilder.buildMessage("r-" + id)
        .from(from)
        .addExtension(new DeliveryReceipt(id))
        .build();
  }
}
