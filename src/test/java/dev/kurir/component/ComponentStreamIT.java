package dev.kurir.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.component.StreamState.Phase;
import dev.kurir.sandbox.Prosody;
import dev.kurir.stanza.StanzaJson;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.impl.JidCreate;

/** With the installed Prosody. */
class ComponentStreamIT extends ComponentContract {
  @TempDir static Path directory;
  private static Prosody prosody;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    prosody =
        Prosody.start(
            directory,
            Prosody.Options.of("lab.test")
                .withoutArchive()
                .withoutEncryption()
                .withComponent(DOMAIN, SECRET)
                .withComponent(OTHER, SECRET));
    prosody.register("alice", "pw-alice");
  }

  @AfterAll
  static void stop() {
    if (prosody != null) {
      prosody.close();
    }
  }

  @Override
  int port(String domain) {
    return prosody.componentPort();
  }

  @Override
  void kill() {
    prosody.kill();
  }

  @Override
  void restart() throws Exception {
    prosody.restart();
  }

  @Test
  void aUserTalksToTheComponent() throws Exception {
    XMPPTCPConnection alice =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppAddressAndPassword("alice@lab.test", "pw-alice")
                .setHostAddress(InetAddress.getLoopbackAddress())
                .setPort(prosody.port())
                .setSecurityMode(ConnectionConfiguration.SecurityMode.disabled)
                .build());
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    try {
      alice.connect().login();
      alice.addSyncStanzaListener(
          answer -> answers.add(((Message) answer).getBody()), StanzaTypeFilter.MESSAGE);
      alice.sendStanza(
          StanzaBuilder.buildMessage()
              .to(JidCreate.entityBareFrom("bob@" + DOMAIN))
              .setBody("Hej <&> 👩")
              .build());

      await().until(() -> answers.contains("Hej <&> 👩"));
    } finally {
      alice.disconnect();
    }
    assertThat(heard)
        .anyMatch(
            stanza ->
                stanza.from().orElseThrow().startsWith("alice@lab.test/")
                    && StanzaJson.toJson(stanza).path("body").asText().equals("Hej <&> 👩"));
  }

  @Test
  void aSecondConnectionIsRefusedUntilTheFirstEnds() {
    try (ComponentStream second =
        ComponentStream.start(
            settings(DOMAIN, SECRET), stanza -> CompletableFuture.completedFuture(null))) {
      await().until(() -> second.state().phase() == Phase.REFUSED);
      assertThat(second.state().detail()).contains("conflict");
      assertThat(stream.state().isOpen()).isTrue();
      stream.close();

      awaitOpen(second);
    }
  }

  @Test
  void aFrozenServerIsGivenUpAndFoundAgain() throws Exception {
    prosody.freeze();
    try {
      await().until(() -> stream.state().phase() == Phase.WAITING);
    } finally {
      prosody.thaw();
    }

    awaitOpen(stream);
  }
}
