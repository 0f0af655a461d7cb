package dev.kurir.network.xmpp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.Jid;

/**
 * The messages that one account wrote without its server's word for them, and those among them that
 * the server archived but perhaps did not pass on.
 *
 * <p>A server takes one stanza after the other, and first archives it for the sender (XEP-0313). If
 * it is killed right then, nobody gets the message; every older one was passed on. So a session
 * that could not resume the last one looks at the archive once, before it sends: the account's
 * newest message there is in doubt if the server never acknowledged it and no receipt says that it
 * arrived (XEP-0184 §5.3). What others wrote proves nothing: it may have come after the server's
 * return. An archive that refuses to answer leaves all in doubt.
 *
 * <p>At most one doubt for each session lost, wherever the archive answers. The last thousand are
 * known, in memory: when the process dies together with the server, the archive is believed.
 * Thread-safe.
 */
final class Doubts {
  private static final int REMEMBERED = 1_000;

  /** Recipients by message. */
  private final Map<String, BareJid> unheard = recent();

  private final Map<String, BareJid> doubtful = recent();

  /** It is about to be written. */
  void written(String id, BareJid to) {
    unheard.put(id, to);
  }

  /** The server has said what became of it. */
  void heard(String id) {
    unheard.remove(id);
  }

  /**
   * A receipt, which counts only from the recipient.
   *
   * @return whether it is for a message whose arrival was open
   */
  boolean received(DeliveryReceipt receipt, @Nullable Jid from) {
    if (from == null) {
      return false;
    }
    BareJid contact = from.asBareJid();
    boolean waited = unheard.remove(receipt.getId(), contact);
    return doubtful.remove(receipt.getId(), contact) || waited;
  }

  /** Whether it was archived and perhaps went no further. */
  boolean about(String id) {
    return doubtful.containsKey(id);
  }

  /**
   * A session that resumes none has begun, and nothing was sent in it: one look into the archive,
   * where anything is open.
   */
  void look(BotConnection connection) throws SmackException, XMPPException, InterruptedException {
    if (unheard.isEmpty()) {
      return;
    }
    MessageArchive archive = MessageArchive.of(connection).orElse(null);
    if (archive != null) {
      try {
        archive.newest(null, entry -> judge(entry.message(), connection.getUser()));
      } catch (XMPPErrorException e) {
        synchronized (unheard) {
          doubtful.putAll(unheard);
        }
      }
    }
    unheard.clear();
  }

  /**
   * Judges the archived messages, the newest first.
   *
   * @param self this account's address, the same in every session unless its server changes it
   * @return whether all older ones are beyond doubt
   */
  boolean judge(Message archived, Jid self) {
    Jid from = archived.getFrom();
    if (from == null || !from.asBareJid().equals(self.asBareJid())) {
      DeliveryReceipt receipt = DeliveryReceipt.from(archived);
      if (receipt != null) {
        received(receipt, from);
      }
      return false;
    }
    String id = MessageArchive.idOf(archived);
    BareJid to = id == null ? null : unheard.get(id);
    if (id != null && to != null) {
      doubtful.put(id, to);
      return true;
    }
    return from.equals(self);
  }

  private static Map<String, BareJid> recent() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, BareJid> eldest) {
            return size() > REMEMBERED;
          }
        });
  }
}
