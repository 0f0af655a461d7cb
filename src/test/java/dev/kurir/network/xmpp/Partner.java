package dev.kurir.network.xmpp;

import dev.kurir.sandbox.Prosody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jivesoftware.smack.ReconnectionManager;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jxmpp.jid.impl.JidCreate;

/** Somebody with an ordinary XMPP client: plain Smack, none of Kurir's classes. */
final class Partner implements AutoCloseable {
  private final XMPPTCPConnection connection;
  private final String jid;
  private final List<Message> received = new CopyOnWriteArrayList<>();

  Partner(Prosody prosody, String name) throws Exception {
    jid = name + "@" + prosody.host();
    prosody.register(name, "pw-" + name);
    connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppAddressAndPassword(jid, "pw-" + name)
                .setHost("127.0.0.1")
                .setPort(prosody.port())
                .setResource("phone")
                .setCustomX509TrustManager(
                    XmppAccount.authorities("caFile", prosody.caFile().toString()))
                .build());
    connection.setReplyTimeout(10_000);
    ReconnectionManager reconnection = ReconnectionManager.getInstanceFor(connection);
    reconnection.setFixedDelay(1);
    reconnection.enableAutomaticReconnection();
    connection.addSyncStanzaListener(
        stanza -> received.add((Message) stanza), StanzaTypeFilter.MESSAGE);
    connection.connect().login();
  }

  String jid() {
    return jid;
  }

  /** Whether it is signed in at this moment. */
  boolean signedIn() {
    return connection.isConnected() && connection.isAuthenticated();
  }

  /** Writes, with a receipt requested; returns the message's id. */
  String write(String to, String text) throws Exception {
    MessageBuilder message =
        StanzaBuilder.buildMessage("w-" + text.hashCode() + "-" + System.nanoTime())
            .ofType(Message.Type.chat)
            .to(to)
            .setBody(text);
    DeliveryReceiptRequest.addTo(message);
    Message stanza = message.build();
    connection.sendStanza(stanza);
    return stanza.getStanzaId();
  }

  /** Sends exactly this message. */
  void send(Message message) throws Exception {
    message.setTo(JidCreate.from(message.getTo()));
    connection.sendStanza(message);
  }

  /** All messages with a body, in the order of their arrival. */
  List<Message> received() {
    return received.stream().filter(m -> m.getBody() != null).toList();
  }

  List<String> texts() {
    return received().stream().map(Message::getBody).toList();
  }

  /** What this account's server has archived of what one of the two wrote, in its order. */
  List<String> archived(String author) throws Exception {
    MamManager.MamQuery query =
        MamManager.getInstanceFor(connection)
            .queryArchive(MamManager.MamQueryArgs.builder().setResultPageSizeTo(50).build());
    List<String> texts = new ArrayList<>();
    while (true) {
      for (Message message : query.getMessages()) {
        if (message.getBody() != null && message.getFrom().asBareJid().toString().equals(author)) {
          texts.add(message.getBody());
        }
      }
      if (query.isComplete()) {
        return texts;
      }
      query.pageNext(50);
    }
  }

  /** The ids of own messages whose arrival was confirmed. */
  List<String> confirmed() {
    return received.stream()
        .map(DeliveryReceipt::from)
        .filter(java.util.Objects::nonNull)
        .map(DeliveryReceipt::getId)
        .toList();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
