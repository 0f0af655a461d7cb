package dev.kurir.network.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPConnection;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.mam.MamManager.MamQuery;
import org.jivesoftware.smackx.mam.MamManager.MamQueryArgs;
import org.jivesoftware.smackx.mam.element.MamElements.MamResultExtension;
import org.jivesoftware.smackx.sid.element.OriginIdElement;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.Jid;

/**
 * The archive that an account's server keeps of its messages (XEP-0313). Asked over the account's
 * own connection; every call waits for the server's answer, so never on the thread that reads.
 */
final class MessageArchive {
  private static final int PAGE = 100;
  private static final int LOOK_BACK_PAGES = 3;
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
  private final MamManager manager;

  /**
   * A place in the archive.
   *
   * @param id of the last message read; null: before the first one after the time
   * @param at the server's time of that message, for a server that has deleted it since
   */
  record Mark(@Nullable String id, Instant at) {
    private static final String NONE = "-";

    /** Reads what {@link #toString} wrote; empty when it is something else. */
    static Optional<Mark> parse(String text) {
      int space = text.indexOf(' ');
      try {
        String id = text.substring(0, Math.max(space, 0));
        Instant at = Instant.parse(text.substring(space + 1));
        return Optional.of(new Mark(id.equals(NONE) ? null : id, at));
      } catch (java.time.DateTimeException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return (id == null ? NONE : id) + " " + at;
    }
  }

  /** An archived message. */
  record Entry(Mark mark, Message message) {}

  /** Takes the next messages, in order. */
  @FunctionalInterface
  interface Reader {
    void read(List<Entry> page);
  }

  private MessageArchive(MamManager manager) {
    this.manager = manager;
  }

  /** The account's archive, where its server keeps one. */
  static Optional<MessageArchive> of(XMPPConnection connection)
      throws SmackException, XMPPException, InterruptedException {
    MamManager manager = MamManager.getInstanceFor(connection);
    try {
      return manager.isSupported() ? Optional.of(new MessageArchive(manager)) : Optional.empty();
    } catch (XMPPErrorException e) {
      return Optional.empty();
    }
  }

  /** The place after the newest message. */
  Mark end(Instant now) throws SmackException, XMPPException, InterruptedException {
    List<Entry> newest =
        entries(
            manager.queryArchive(
                MamQueryArgs.builder().setResultPageSizeTo(1).queryLastPage().build()));
    return newest.isEmpty() ? new Mark(null, now) : newest.get(newest.size() - 1).mark();
  }

  /** Reads everything after a place, page by page. */
  void after(Mark mark, Reader reader) throws SmackException, XMPPException, InterruptedException {
    MamQuery query = first(mark);
    while (true) {
      List<Entry> page = entries(query);
      if (!page.isEmpty()) {
        reader.read(page);
      }
      if (query.isComplete() || page.isEmpty()) {
        return;
      }
      query.pageNext(PAGE);
    }
  }

  private MamQuery first(Mark mark) throws SmackException, XMPPException, InterruptedException {
    MamQueryArgs.Builder builder = MamQueryArgs.builder().setResultPageSizeTo(PAGE);
    if (mark.id() != null) {
      try {
        return manager.queryArchive(builder.afterUid(mark.id()).build());
      } catch (XMPPErrorException e) {
        if (e.getStanzaError().getCondition() != StanzaError.Condition.item_not_found) {
          throw e;
        }
        builder = MamQueryArgs.builder().setResultPageSizeTo(PAGE); // it was deleted: by time
      }
    }
    return manager.queryArchive(
        builder.limitResultsSince(Date.from(mark.at().minus(CLOCKS_DIFFER))).build());
  }

  /**
   * Whether the account's server took a message of ours, among the last 300 with the contact. It
   * writes this before it passes the message on: {@link Doubts} knows where that matters.
   */
  boolean holds(Jid contact, String id) throws SmackException, XMPPException, InterruptedException {
    return newest(contact, entry -> is(entry.message(), id));
  }

  /**
   * Shows the last 300 messages, the newest first, until one is what is looked for.
   *
   * @param contact null: with anybody
   */
  boolean newest(@Nullable Jid contact, Predicate<Entry> wanted)
      throws SmackException, XMPPException, InterruptedException {
    MamQueryArgs.Builder builder = MamQueryArgs.builder().setResultPageSizeTo(PAGE);
    if (contact != null) {
      builder.limitResultsToJid(contact);
    }
    MamQuery query = manager.queryArchive(builder.queryLastPage().build());
    for (int page = 1; ; page++) {
      List<Entry> entries = entries(query);
      for (int i = entries.size() - 1; i >= 0; i--) {
        if (wanted.test(entries.get(i))) {
          return true;
        }
      }
      if (query.isComplete() || entries.isEmpty() || page == LOOK_BACK_PAGES) {
        return false;
      }
      query.pagePrevious(PAGE);
    }
  }

  private static boolean is(Message message, String id) {
    return id.equals(message.getStanzaId()) || id.equals(idOf(message));
  }

  /** The id its sender gave it (XEP-0359 §3.2), where it has one. */
  static @Nullable String idOf(Message message) {
    OriginIdElement origin = OriginIdElement.getOriginId(message);
    return origin == null ? message.getStanzaId() : origin.getId();
  }

  private static List<Entry> entries(MamQuery query) {
    List<Entry> entries = new ArrayList<>();
    for (MamResultExtension result : query.getMamResultExtensions()) {
      DelayInformation delay = result.getForwarded().getDelayInformation();
      Instant at = delay == null ? Instant.EPOCH : delay.getStamp().toInstant();
      entries.add(
          new Entry(new Mark(result.getId(), at), result.getForwarded().getForwardedStanza()));
    }
    return entries;
  }
}
