package dev.kurir.network.xmpp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jivesoftware.smack.ReconnectionManager;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jivesoftware.smackx.receipts.DeliveryReceiptManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One XMPP stream that counts a message as handled only after it was stored (XEP-0198 §4).
 *
 * <p>Each message is handed over on the thread that reads the stream, before Smack counts it: while
 * it is being stored nothing more is read, so that the server holds back what waits, and what it
 * was told of is stored. A receiver that throws ends the stream without an acknowledgement; such a
 * connection is {@link #spoiled} and must not be resumed, because Smack counts the message all the
 * same.
 */
final class BotConnection extends XMPPTCPConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BotConnection.class);
  private static final int REPLY_WITHIN_MS = 10_000;

  private final Consumer<Message> receiver;
  private volatile boolean spoiled;
  private volatile boolean storing;

  BotConnection(XMPPTCPConnectionConfiguration configuration, Consumer<Message> receiver) {
    super(configuration);
    this.receiver = receiver;
    setReplyTimeout(REPLY_WITHIN_MS);
    setUseStreamManagement(true);
    setUseStreamManagementResumption(true);
    addStanzaDroppedListener(stanza -> {}); // else Smack sends again what the outbox sends again
    ReconnectionManager.getInstanceFor(this).disableAutomaticReconnection();
    DeliveryReceiptManager.getInstanceFor(this)
        .setAutoReceiptMode(DeliveryReceiptManager.AutoReceiptMode.disabled);
    Roster roster = Roster.getInstanceFor(this);
    roster.setRosterLoadedAtLogin(false);
    roster.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
  }

  @Override
  protected void parseAndProcessStanza(XmlPullParser parser)
      throws XmlPullParserException, IOException, InterruptedException {
    Optional<Stanza> stanza = StanzaParser.parse(parser);
    if (stanza.isPresent()) {
      processStanza(stanza.get());
    } else {
      LOG.warn("{}: skipped a stanza that cannot be read", getConfiguration().getUsername());
    }
  }

  @Override
  protected void processStanza(Stanza stanza) throws InterruptedException {
    if (stanza instanceof Message message) {
      storing = true;
      try {
        receiver.accept(message);
      } catch (RuntimeException e) {
        spoiled = true;
        throw e;
      } finally {
        storing = false;
      }
    }
    super.processStanza(stanza);
  }

  /** Whether messages can be written now; Smack also queues them while it is not. */
  boolean ready() {
    return isConnected() && isAuthenticated();
  }

  /** Ends it as if the line had broken: no answer came in time. */
  void breakOff() {
    notifyConnectionError(new SocketTimeoutException("no answer"));
  }

  /**
   * Ends it at once; what it knows for resuming stays. Smack goes on saying that it is connected
   * when that happens while it tries to resume: then nobody would connect any more.
   */
  void end() {
    instantShutdown();
    connected = false;
  }

  /** Never to be resumed: what it counted or holds back no longer agrees with what is stored. */
  void spoil() {
    spoiled = true;
  }

  /** Whether this object may connect again; also false while its reader is still at work. */
  boolean reusable() {
    return !spoiled && !storing;
  }
}
