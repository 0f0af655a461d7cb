package dev.kurir.network.xmpp;

import dev.kurir.message.Dispatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jivesoftware.smackx.sid.element.OriginIdElement;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * A message to one person, as it goes out: text, a request for a receipt, and an id that is the
 * same each time it is sent again and tells nothing about us.
 *
 * @param again whether the server may have it already
 */
record Outgoing(String id, BareJid to, String text, boolean again) {

  /**
   * The only message of a dispatch.
   *
   * @throws XmppStringprepException when the recipient is no JID
   */
  static Outgoing of(Dispatch dispatch) throws XmppStringprepException {
    if (dispatch.items().size() != 1) {
      throw new IllegalArgumentException(
          "items: " + dispatch.items().size() + " (expected: 1, as the capabilities say)");
    }
    byte[] seed = (dispatch.retryKey() + "/" + dispatch.id()).getBytes(StandardCharsets.UTF_8);
    return new Outgoing(
        UUID.nameUUIDFromBytes(seed).toString(),
        JidCreate.bareFrom(dispatch.recipient().value()),
        dispatch.items().get(0).text(),
        dispatch.repeated() || dispatch.attempt() > 1);
  }

  /**
   * The stanza.
   *
   * @param delayedSince when it was sent first, where this is not the first time (XEP-0203)
   */
  Message stanza(@Nullable Instant delayedSince) {
    MessageBuilder builder =
        StanzaBuilder.buildMessage(id)
            .ofType(Message.Type.chat)
            .to(to)
            .setBody(readable(text))
            .addExtension(new OriginIdElement(id));
    DeliveryReceiptRequest.addTo(builder);
    if (delayedSince != null) {
      builder.addExtension(new DelayInformation(Date.from(delayedSince)));
    }
    return builder.build();
  }

  /**
   * The text with what XML 1.0 §2.2 forbids replaced: one such character makes the server close the
   * stream.
   */
  static String readable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> allowed(c) ? c : 0xFFFD).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  /** Names it in logs: no text, no address. */
  @Override
  public String toString() {
    return id;
  }
}
