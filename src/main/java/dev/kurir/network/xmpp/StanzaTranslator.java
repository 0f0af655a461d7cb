package dev.kurir.network.xmpp;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.delay.DelayInformationManager;
import org.jivesoftware.smackx.sid.element.OriginIdElement;
import org.jivesoftware.smackx.sid.element.StanzaIdElement;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.Jid;

/**
 * Makes an {@link Arrival} of what somebody wrote to one account. Receipts, chat states, errors,
 * rooms and the account's own copies are none. Thread-safe.
 *
 * <p>The id of a message is, in this order: its id in the account's archive, which the live stream
 * and the archive tell alike ({@code stanza-id}, XEP-0359 §3, taken only where the server has an
 * archive and so keeps senders from forging it); {@code <from>/<id>#<digest of the body>}, because
 * some clients number their messages anew each time they start; for one without any id, a digest of
 * sender, body and delay stamp, or at random where it came live. So the copy that a server delivers
 * again has the same id, and two different messages never do.
 */
final class StanzaTranslator {
  private static final QName CORRECTION = new QName("urn:xmpp:message-correct:0", "replace");
  private static final QName LINK = new QName("jabber:x:oob", "x");
  private static final QName RETRACTION = new QName("urn:xmpp:message-retract:1", "retract");
  private static final QName ENCRYPTED = new QName("urn:xmpp:eme:0", "encryption");
  private static final int ID_LIMIT = 512;

  private final NetworkName network;
  private final BotId bot;
  private final EntityBareJid self;
  private final Clock clock;

  StanzaTranslator(NetworkName network, BotId bot, EntityBareJid self, Clock clock) {
    this.network = network;
    this.bot = bot;
    this.self = self;
    this.clock = clock;
  }

  /**
   * Translates.
   *
   * @param archiveId its id in the account's archive, null where there is none
   * @param archivedAt when the archive took it, null for a live message
   */
  Optional<Arrival> translate(
      Message message, @Nullable String archiveId, @Nullable Instant archivedAt) {
    Jid from = message.getFrom();
    Message.Type type = message.getType();
    if (from == null
        || from.asBareJid().equals(self)
        || type == Message.Type.error
        || type == Message.Type.groupchat
        || type == Message.Type.headline) {
      return Optional.empty();
    }
    String body = body(message);
    String link = link(message);
    String kind = "text";
    String text = body;
    NetworkMessageId retracted = retracted(message);
    if (retracted != null) {
      kind = Arrival.TAKEN_BACK;
      text = "[unsend] took back a message";
    } else if (body == null && link != null) {
      kind = "file";
      text = link;
    } else if (body == null && message.hasExtension(ENCRYPTED)) {
      kind = "encrypted";
      text = "[encrypted message, not readable here]";
    } else if (body != null && message.hasExtension(CORRECTION)) {
      kind = "edited";
      text = "[edited] " + body;
    } else if (body != null && body.equals(link)) {
      kind = "file";
    }
    if (text == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant stamp = archivedAt == null ? delay(message) : archivedAt;
    String sender = from.asBareJid().toString();
    try {
      return Optional.of(
          new Arrival(
              network,
              bot,
              id(message, archiveId, text, stamp),
              new Address(sender),
              sender,
              null,
              kind,
              text,
              retracted,
              stamp == null ? now : stamp,
              now,
              hints(message)));
    } catch (InvalidFieldException e) {
      return Optional.empty(); // a JID over 512 characters cannot be answered
    }
  }

  /** Its id in this account's archive, as the account's own server states it. */
  Optional<String> archiveId(Message message) {
    for (ExtensionElement extension : message.getExtensions(StanzaIdElement.QNAME)) {
      if (extension instanceof StanzaIdElement stanzaId
          && self.toString().equals(stanzaId.getBy())) {
        return Optional.of(stanzaId.getId()).filter(id -> !id.isBlank());
      }
    }
    return Optional.empty();
  }

  private static NetworkMessageId id(
      Message message, @Nullable String archiveId, String text, @Nullable Instant stamp) {
    String from = message.getFrom().toString();
    String own = message.getStanzaId();
    String id;
    if (archiveId != null) {
      id = archiveId;
    } else if (own != null && !own.isBlank()) {
      id = from + "/" + own + "#" + digest(text).substring(0, 16);
    } else if (stamp != null) {
      id = digest(from + "\n" + stamp + "\n" + text);
    } else {
      id = UUID.randomUUID().toString();
    }
    return new NetworkMessageId(id.length() <= ID_LIMIT ? id : digest(id));
  }

  /** By what its sender would take it back: the id that they gave it (XEP-0424 §4, XEP-0359 §2). */
  private static Map<String, String> hints(Message message) {
    OriginIdElement origin = OriginIdElement.getOriginId(message);
    String id = origin == null ? message.getStanzaId() : origin.getId();
    return id == null || id.isBlank() || id.length() > ID_LIMIT
        ? Map.of()
        : Map.of("messageId", id);
  }

  /** The id of the message that it takes back (XEP-0424 §4). */
  private static @Nullable NetworkMessageId retracted(Message message) {
    if (message.getExtension(RETRACTION) instanceof StandardExtensionElement retraction) {
      String id = retraction.getAttributeValue("id");
      return id == null || id.isBlank() || id.length() > ID_LIMIT ? null : new NetworkMessageId(id);
    }
    return null;
  }

  private static @Nullable String body(Message message) {
    String body = message.getBody();
    if (body == null) {
      body = message.getBodies().stream().findFirst().map(Message.Body::getMessage).orElse(null);
    }
    return body == null || body.isBlank() ? null : body;
  }

  /** The address of a file that is announced out of band (XEP-0066 §3). */
  private static @Nullable String link(Message message) {
    return message.getExtension(LINK) instanceof StandardExtensionElement out
            && out.getFirstElement("url") != null
        ? out.getFirstElement("url").getText()
        : null;
  }

  private static @Nullable Instant delay(Message message) {
    Date stamp = DelayInformationManager.getDelayTimestamp(message);
    return stamp == null ? null : stamp.toInstant();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
