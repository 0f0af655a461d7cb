package dev.kurir.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProsodyIT {
  @TempDir Path directory;

  @BeforeAll
  static void installed() {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
  }

  @Test
  void servesAccountsOfItsDomainsOverVerifiedTlsAndAfterAKill() throws Exception {
    try (Prosody prosody = Prosody.start(directory, Prosody.Options.of("lab.test", "xmpp.test"))) {
      prosody.register("alice", "pw \"ä\" \\ alice");
      prosody.register("bob@xmpp.test", "pw-bob");

      login(prosody, "alice", "lab.test", "pw \"ä\" \\ alice");
      login(prosody, "bob", "xmpp.test", "pw-bob");
      assertThatThrownBy(() -> login(prosody, "alice", "lab.test", "wrong"))
          .isInstanceOf(SASLErrorException.class);

      int port = prosody.port();
      prosody.kill();
      prosody.restart();
      assertThat(prosody.port()).isEqualTo(port);
      login(prosody, "alice", "lab.test", "pw \"ä\" \\ alice");
    }
  }

  @Test
  void anUnknownDomainOrABadNameIsRefused() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0)) {
      assertThatThrownBy(() -> prosody.register("eve@elsewhere.test", "x"))
          .hasMessageContaining("user: \"eve@elsewhere.test\"");
      assertThatThrownBy(() -> prosody.register("../eve", "x")).hasMessageContaining("expected");
    }
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (Prosody prosody = Prosody.start(directory.resolve("a"), "lab.test", 0)) {
      assertThatThrownBy(
              () -> Prosody.start(directory.resolve("b"), "lab.test", prosody.port()).close())
          .hasMessageContaining("is taken");
    }
  }

  private static void login(Prosody prosody, String user, String domain, String password)
      throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = new FileInputStream(prosody.caFile().toFile())) {
      store.setCertificateEntry(
          "ca", (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    trust.init(store);
    XMPPTCPConnection connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(domain)
                .setHost("127.0.0.1")
                .setPort(prosody.port())
                .setUsernameAndPassword(user, password)
                .setCustomX509TrustManager((X509TrustManager) trust.getTrustManagers()[0])
                .build());
    try {
      connection.connect().login();
      assertThat(connection.isSecureConnection()).isTrue();
    } finally {
      connection.disconnect();
    }
  }
}
