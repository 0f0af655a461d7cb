package dev.kurir.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.ReconnectionManager;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.MessageWithBodiesFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.mam.MamManager;

/**
 * A person with an ordinary XMPP client, plain Smack with none of Kurir's adapter: signs in over
 * verified TLS, reconnects by itself. Thread-safe.
 */
public final class XmppPartner implements AutoCloseable {
  private static final int REPLY_WITHIN_MS = 20_000;
  private static final int PAGE = 100;

  /**
   * A message that the client shows.
   *
   * @param from the sender's bare JID
   */
  public record Received(String from, String text) {}

  private final XMPPTCPConnection connection;
  private final String jid;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Consumer<Received>> readers = new CopyOnWriteArrayList<>();
  private final List<Consumer<WrittenMessage>> writers = new CopyOnWriteArrayList<>();

  private XmppPartner(String jid, XMPPTCPConnection connection) {
    this.jid = jid;
    this.connection = connection;
  }

  /**
   * Makes the account and signs in.
   *
   * @param name the part before the {@code @}
   * @throws IOException when the server can't be reached or refuses, with its reason
   */
  public static XmppPartner signIn(Prosody prosody, String name, String password)
      throws IOException {
    prosody.register(name, password);
    String jid = name + "@" + prosody.host();
    try {
      XMPPTCPConnection connection =
          new XMPPTCPConnection(
              XMPPTCPConnectionConfiguration.builder()
                  .setXmppAddressAndPassword(jid, password)
                  .setHost("127.0.0.1")
                  .setPort(prosody.port())
                  .setResource("phone")
                  .setCustomX509TrustManager(authority(prosody))
                  .build());
      connection.setReplyTimeout(REPLY_WITHIN_MS);
      ReconnectionManager again = ReconnectionManager.getInstanceFor(connection);
      again.setFixedDelay(1);
      again.enableAutomaticReconnection();
      XmppPartner partner = new XmppPartner(jid, connection);
      connection.addSyncStanzaListener(
          stanza -> partner.receive((Message) stanza), MessageWithBodiesFilter.INSTANCE);
      connection.connect().login();
      return partner;
    } catch (XMPPException | SmackException | GeneralSecurityException e) {
      throw new IOException("xmpp: " + jid + " can't sign in: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("xmpp: interrupted while " + jid + " signed in", e);
    }
  }

  /** The bare JID. */
  public String jid() {
    return jid;
  }

  /** Writes a text to a bare JID. */
  public void says(String to, String text) throws IOException {
    writers.forEach(writer -> writer.accept(new WrittenMessage(jid, to, text)));
    try {
      connection.sendStanza(
          StanzaBuilder.buildMessage().ofType(Message.Type.chat).to(to).setBody(text).build());
    } catch (SmackException.NotConnectedException e) {
      throw new IOException("xmpp: " + jid + " is not connected", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("xmpp: interrupted while " + jid + " wrote", e);
    }
  }

  /** Whether it is signed in at this moment. */
  public boolean signedIn() {
    return connection.isConnected() && connection.isAuthenticated();
  }

  /**
   * What the account's server has archived (XEP-0313), oldest first: what the person finds with any
   * client, whatever this one missed.
   */
  public List<Received> archived() throws IOException {
    List<Received> texts = new ArrayList<>();
    try {
      MamManager.MamQuery query =
          MamManager.getInstanceFor(connection)
              .queryArchive(MamManager.MamQueryArgs.builder().setResultPageSizeTo(PAGE).build());
      while (true) {
        for (Message message : query.getMessages()) {
          if (message.getBody() != null && message.getFrom() != null) {
            texts.add(new Received(message.getFrom().asBareJid().toString(), message.getBody()));
          }
        }
        if (query.isComplete()) {
          return texts;
        }
        query.pageNext(PAGE);
      }
    } catch (XMPPException | SmackException e) {
      throw new IOException("xmpp: the archive of " + jid + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("xmpp: interrupted while the archive of " + jid + " was read", e);
    }
  }

  /** What the client shows, oldest first. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Called as it happens: must not block. */
  public void onReceived(Consumer<Received> listener) {
    readers.add(listener);
  }

  /** Called with every text before it leaves: must not block. */
  public void onWritten(Consumer<WrittenMessage> listener) {
    writers.add(listener);
  }

  @Override
  public void close() {
    connection.disconnect();
  }

  private void receive(Message message) {
    if (message.getFrom() != null && message.getType() != Message.Type.error) {
      Received shown =
          new Received(message.getFrom().asBareJid().toString(), String.valueOf(message.getBody()));
      received.add(shown);
      readers.forEach(reader -> reader.accept(shown));
    }
  }

  private static X509TrustManager authority(Prosody prosody)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(prosody.caFile())) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority", each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
