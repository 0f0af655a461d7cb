package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.ContractPeer.Trouble;
import dev.kurir.sandbox.Ngircd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every network that is made of two route files keeps, each against its own other side. */
class NetworkContractIT {
  @TempDir static Path directory;
  private static Lab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = new Lab(directory.resolve("data")).start();
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static ContractPeer peer(String network) throws Exception {
    switch (network) {
      case "webhook":
        return new WebhookPeer();
      case "whatsapp":
        return new WhatsAppPeer();
      case "slack":
        return new SlackPeer();
      case "mail":
        return new MailPeer();
      default:
        assumeTrue(Ngircd.find().isPresent(), "ngircd is not installed: apt-get install ngircd");
        return new IrcPeer(directory.resolve("irc"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "whatsapp", "slack", "irc", "mail"})
  void keepsTheContract(String network) throws Exception {
    try (ContractPeer peer = peer(network)) {
      Lab.PairedOwner owner = lab.pairedOwner("owner-" + network);
      refusesWrongCredentials(peer, owner);
      register(peer, owner);
      takesInOnceAndInOrder(peer, owner);
      sendsOnceAndInOrder(peer, owner);
      honoursTroubles(peer, owner);
      survivesARestart(peer, owner);
      isKnown(peer, owner);
      assertThat(peer.violations()).isEmpty();
      lab.lineJudge.assertNoViolations();
    }
  }

  private void refusesWrongCredentials(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    String path = "/owners/" + owner.username() + "/bots";
    Map<String, String> misspelt = new TreeMap<>(peer.credentials());
    misspelt.put("tokn", "x");
    JsonNode unknown =
        lab.post(path, Map.of("network", peer.network(), "credentials", misspelt), 400);
    assertThat(unknown.get("detail").asText()).contains("credentials.tokn", "unknown");
    JsonNode missing =
        lab.post(path, Map.of("network", peer.network(), "credentials", Map.of()), 400);
    assertThat(missing.get("detail").asText()).contains("missing");
  }

  private void register(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    JsonNode bot =
        lab.post(
            "/owners/" + owner.username() + "/bots",
            Map.of("network", peer.network(), "credentials", peer.credentials()),
            201);
    peer.webhook("http://127.0.0.1:" + lab.port() + bot.get("webhookPath").asText());
  }

  private List<String> read(ContractPeer peer, Lab.PairedOwner owner) {
    return lab.shown(owner).stream()
        .filter(text -> text.startsWith(peer.displayName() + "\n"))
        .map(text -> text.substring(text.lastIndexOf('\n') + 1))
        .toList();
  }

  private void takesInOnceAndInOrder(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    for (int i = 0; i < 5; i++) {
      peer.says("m" + i, "in" + i + " <&> ü😀");
      if (peer.redelivers()) {
        peer.says("m" + i, "in" + i + " <&> ü😀");
      }
    }
    TestWait.until(() -> read(peer, owner).size() >= 5, "what the partner wrote");
    peer.says("m5", "in5 <&> ü😀");
    TestWait.until(() -> read(peer, owner).size() >= 6, "the last");
    assertThat(read(peer, owner))
        .isEqualTo(Circle.numbered("in", 6).stream().map(text -> text + " <&> ü😀").toList());
  }

  private static void answers(ContractPeer peer, Lab.PairedOwner owner, String text) {
    owner.user().says(owner.bot(), peer.network() + " " + peer.partner() + " " + text);
  }

  private void sendsOnceAndInOrder(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    for (int i = 0; i < 4; i++) {
      answers(peer, owner, "out" + i + " <&> ü😀");
    }
    TestWait.until(() -> peer.heard().size() >= 4, "the answers");
    assertThat(peer.heard())
        .isEqualTo(Circle.numbered("out", 4).stream().map(text -> text + " <&> ü😀").toList());
  }

  private void honoursTroubles(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    if (!peer.makes(Trouble.LATER)) {
      return;
    }
    answers(peer, owner, "waits");
    answers(peer, owner, "behind");
    TestWait.until(() -> peer.heard().contains("behind"), "what had to wait");
    assertThat(peer.heard()).endsWith("waits", "behind").hasSize(6);

    peer.makes(Trouble.NEVER);
    answers(peer, owner, "refused");
    TestWait.until(() -> states(peer, "dead") == 1, "a dead message");

    peer.says("again", "writes again"); // who was unreachable is reached when they write
    TestWait.until(() -> read(peer, owner).contains("writes again"), "the partner to write");

    peer.makes(Trouble.HANG_UP);
    answers(peer, owner, "unknown");
    if (peer.recognisesRepeats()) {
      TestWait.until(() -> peer.heard().contains("unknown"), "the repeat");
    } else {
      TestWait.until(() -> states(peer, "uncertain") == 1, "an uncertain message");
    }
    answers(peer, owner, "after");
    TestWait.until(() -> peer.heard().contains("after"), "what comes after it");
    assertThat(peer.heard()).doesNotHaveDuplicates().doesNotContain("refused");
    assertThat(peer.heard().contains("unknown")).isEqualTo(peer.recognisesRepeats());
  }

  private long states(ContractPeer peer, String state) throws Exception {
    return lab.count(
        "SELECT count(*) FROM outbox_"
            + peer.network()
            + " o JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day WHERE r.state = '"
            + state
            + "'");
  }

  private void survivesARestart(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    long before = lab.count("SELECT count(*) FROM inbox_" + peer.network());
    peer.says("r0", "before the stop");
    TestWait.until(
        () -> lab.count("SELECT count(*) FROM inbox_" + peer.network()) > before, "it is taken in");
    long written = lab.count("SELECT count(*) FROM inbox_line");
    answers(peer, owner, "on the way");
    TestWait.until(() -> lab.count("SELECT count(*) FROM inbox_line") > written, "LINE's webhook");
    lab.stop();
    lab.start();
    peer.says("r1", "after the start");
    TestWait.until(() -> read(peer, owner).contains("after the start"), "both texts");
    assertThat(read(peer, owner)).endsWith("before the stop", "after the start");
    answers(peer, owner, "and back");
    TestWait.until(() -> peer.heard().contains("and back"), "both answers");
    assertThat(peer.heard()).endsWith("on the way", "and back").doesNotHaveDuplicates();
  }

  private void isKnown(ContractPeer peer, Lab.PairedOwner owner) throws Exception {
    String health = Web.get("http://127.0.0.1:" + lab.managementPort() + "/observe/health").body();
    assertThat(health).contains(peer.network());
    owner.user().says(owner.bot(), "/contacts");
    TestWait.until(
        () -> lab.shown(owner).stream().anyMatch(t -> t.contains(peer.partner())), "the contacts");
    String metrics =
        Web.get("http://127.0.0.1:" + lab.managementPort() + "/observe/metrics").body();
    assertThat(metrics).contains("\"" + peer.network() + "\"");
  }
}
