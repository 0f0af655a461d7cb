package dev.kurir;

import dev.kurir.sandbox.Prosody;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.ReconnectionManager;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.mam.MamManager;
import org.jxmpp.jid.impl.JidCreate;

/** Somebody with an ordinary XMPP client: plain Smack, none of Kurir's classes. */
final class XmppPartner implements AutoCloseable {
  private final XMPPTCPConnection connection;
  private final List<String> received = new CopyOnWriteArrayList<>();

  XmppPartner(Prosody prosody, String name) throws Exception {
    prosody.register(name, "pw-" + name);
    connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppAddressAndPassword(name + "@" + prosody.host(), "pw-" + name)
                .setHost("127.0.0.1")
                .setPort(prosody.port())
                .setCustomX509TrustManager(trust(prosody))
                .build());
    connection.setReplyTimeout(20_000);
    ReconnectionManager reconnection = ReconnectionManager.getInstanceFor(connection);
    reconnection.setFixedDelay(1);
    reconnection.enableAutomaticReconnection();
    connection.addSyncStanzaListener(
        stanza -> {
          String body = ((Message) stanza).getBody();
          if (body != null) {
            received.add(body);
          }
        },
        StanzaTypeFilter.MESSAGE);
    connection.connect().login();
  }

  private static X509TrustManager trust(Prosody prosody) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(prosody.caFile())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  void says(String to, String text) throws Exception {
    MessageBuilder message = StanzaBuilder.buildMessage();
    connection.sendStanza(
        message.to(JidCreate.entityBareFrom(to)).ofType(Message.Type.chat).setBody(text).build());
  }

  /** Whether it is signed in at this moment. */
  boolean signedIn() {
    return connection.isConnected() && connection.isAuthenticated();
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

  List<String> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    ReconnectionManager.getInstanceFor(connection).disableAutomaticReconnection();
    connection.disconnect();
  }
}
