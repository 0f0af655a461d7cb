package dev.kurir.network.xmpp;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.java7.XmppHostnameVerifier;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * What it takes to sign in to an XMPP server: the credentials, read and checked. TLS is always
 * required, and the certificate always verified for the JID's domain (RFC 6120 §13.7): against the
 * system's authorities, or only those in {@code caFile}.
 *
 * @param host where to connect; null: what DNS says for the domain (RFC 6120 §3.2)
 * @param trust the authorities of {@code caFile}; null: the system's
 * @param resource what this connection is called among the account's; a new one with the same name
 *     replaces what a killed process left behind
 */
record XmppAccount(
    EntityBareJid jid,
    String password,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable X509TrustManager trust,
    String resource) {
  private static final Set<String> FIELDS = Set.of("jid", "password", "host", "port", "caFile");
  private static final String RESOURCE = "kurir";
  private static final int DEFAULT_PORT = 5222;

  /** Every mechanism but those that bind the TLS channel, strongest first chosen by Smack. */
  private static final List<String> WITHOUT_BINDING = List.of("SCRAM-SHA-1", "DIGEST-MD5", "PLAIN");

  /**
   * Reads credentials as the administration API takes them.
   *
   * @throws InvalidFieldException naming the field that is missing, malformed or unknown
   */
  static XmppAccount of(Credentials credentials) {
    credentials.only(FIELDS);
    return new XmppAccount(
        jid("credentials.jid", credentials.required("jid")),
        credentials.required("password"),
        credentials.optional("host").orElse(null),
        credentials.optional("port").map(XmppAccount::port).orElse(null),
        credentials
            .optional("caFile")
            .map(file -> authorities("credentials.caFile", file))
            .orElse(null),
        RESOURCE);
  }

  /** A bare JID with a node. */
  static EntityBareJid jid(String field, String text) {
    try {
      if (!text.contains("/")) {
        return JidCreate.entityBareFrom(text);
      }
    } catch (XmppStringprepException e) {
      // said below
    }
    throw new InvalidFieldException(field, '"' + text + '"', "a bare JID: name@domain");
  }

  private static Integer port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidFieldException("credentials.port", '"' + text + '"', "1 to 65535");
  }

  /** Trusts the certificates in a PEM file, and nothing else. */
  static X509TrustManager authorities(String field, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      if (number > 0) {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
          if (manager instanceof X509TrustManager x509) {
            return x509;
          }
        }
      }
    } catch (IOException | InvalidPathException e) {
      throw new InvalidFieldException(field, '"' + file + '"', "a readable file");
    } catch (GeneralSecurityException e) {
      // said below
    }
    throw new InvalidFieldException(field, '"' + file + '"', "certificates in PEM form");
  }

  /** The same account on a connection of another name. */
  XmppAccount as(String otherResource) {
    return new XmppAccount(jid, password, host, port, trust, otherResource);
  }

  /**
   * How Smack shall connect.
   *
   * @param channelBinding false: without the SCRAM mechanisms that bind the TLS channel, which
   *     ejabberd before 24.02 does wrongly under TLS 1.3 (processone/ejabberd#4105)
   */
  XMPPTCPConnectionConfiguration configuration(boolean channelBinding) {
    try {
      XMPPTCPConnectionConfiguration.Builder builder =
          XMPPTCPConnectionConfiguration.builder()
              .setXmppDomain(jid.asDomainBareJid())
              .setUsernameAndPassword(jid.getLocalpart(), password)
              .setResource(resource)
              .setSecurityMode(SecurityMode.required)
              .setHostnameVerifier(new XmppHostnameVerifier())
              .setSendPresence(false)
              .setCompressionEnabled(false)
              .setConnectTimeout(10_000);
      if (host != null || port != null) {
        builder
            .setHost(host == null ? jid.getDomain().toString() : host)
            .setPort(port == null ? DEFAULT_PORT : port);
      }
      if (trust != null) {
        builder.setCustomX509TrustManager(trust);
      }
      if (!channelBinding) {
        WITHOUT_BINDING.forEach(builder::addEnabledSaslMechanism);
      }
      return builder.build();
    } catch (XmppStringprepException e) {
      throw new IllegalStateException("resource: not a resource part", e);
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException("credentials.host", '"' + host + '"', "a name or an address");
    }
  }

  /** Names the account in logs: no password. */
  @Override
  public String toString() {
    return jid.toString();
  }
}
