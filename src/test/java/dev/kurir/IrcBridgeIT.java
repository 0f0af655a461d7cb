package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.sandbox.Ngircd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An owner on LINE and people on a real IRC server, between which the shipped route files stand.
 */
class IrcBridgeIT {
  private static final int PART = 12;

  /** With what has a meaning in an address. */
  private static final String PASSWORD = "s&c/r+et%41";

  @TempDir Path directory;

  @BeforeEach
  void needsTheServer() {
    assumeTrue(Ngircd.find().isPresent(), "ngircd is not installed: apt-get install ngircd");
  }

  static JsonNode addBot(Lab lab, String owner, Ngircd irc, String nick, Map<String, String> more)
      throws Exception {
    Map<String, String> credentials = new TreeMap<>(more);
    credentials.putIfAbsent("host", "127.0.0.1");
    credentials.putIfAbsent("port", Integer.toString(irc.port()));
    credentials.put("nickname", nick);
    return lab.post(
        "/owners/" + owner + "/bots", Map.of("network", "irc", "credentials", credentials), 201);
  }

  private static List<String> read(Lab lab, Lab.PairedOwner owner) {
    return lab.shown(owner).stream()
        .filter(text -> text.startsWith("IRC\n"))
        .map(text -> text.substring(text.lastIndexOf('\n') + 1))
        .toList();
  }

  private static void says(Lab.PairedOwner owner, String to, String text) {
    owner.user().says(owner.bot(), "irc " + to + " " + text);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everythingArrivesInOrder(boolean penalties) throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Ngircd irc =
            Ngircd.start(directory.resolve("irc"), new Ngircd.Options(PASSWORD, penalties));
        IrcPartner alice = new IrcPartner(irc.port(), "alice", PASSWORD)) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      addBot(lab, "sari", irc, "sari", Map.of("password", PASSWORD));
      for (int i = 0; i < PART; i++) {
        alice.says("sari", "in" + i);
      }
      TestWait.until(() -> read(lab, sari).size() == PART, "what alice said");
      assertThat(read(lab, sari)).isEqualTo(Circle.numbered("in", PART));

      for (int i = 0; i < PART; i++) {
        says(sari, "alice", "out" + i);
      }
      TestWait.until(() -> alice.heard("sari", "alice").size() == PART, "what sari said");
      assertThat(alice.heard("sari", "alice")).isEqualTo(Circle.numbered("out", PART));
      lab.lineJudge.assertNoViolations();
    }
  }

  @Test
  void aTextIsNeverACommand() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Ngircd irc = Ngircd.start(directory.resolve("irc"), Ngircd.Options.DEFAULT);
        IrcPartner alice = new IrcPartner(irc.port(), "alice")) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      addBot(lab, "sari", irc, "sari", Map.of());
      alice.says("sari", "hello");
      TestWait.until(() -> read(lab, sari).size() == 1, "a greeting");
      says(sari, "alice", "QUIT now\r\nQUIT :bye\rNICK mallory\nJOIN #elsewhere");
      String wide = "ü€😀 ".repeat(150).strip();
      says(sari, "alice", wide);
      TestWait.until(
          () -> String.join(" ", alice.heard("sari", "alice")).endsWith(wide.substring(5)),
          "the long text");
      List<String> heard = alice.heard("sari", "alice");
      assertThat(heard.subList(0, 4))
          .containsExactly("QUIT now", "QUIT :bye", "NICK mallory", "JOIN #elsewhere");
      assertThat(String.join(" ", heard.subList(4, heard.size()))).isEqualTo(wide);
    }
  }

  @Test
  void aChannelIsOneContactAndKeepsWhoSpeaks() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Ngircd irc = Ngircd.start(directory.resolve("irc"), Ngircd.Options.DEFAULT);
        IrcPartner alice = new IrcPartner(irc.port(), "alice");
        IrcPartner bob = new IrcPartner(irc.port(), "bob")) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      alice.write("JOIN #lab");
      TestWait.until(() -> alice.isIn("alice", "#lab"), "alice to be there");
      addBot(lab, "sari", irc, "sari", Map.of("channels", "#lab"));
      bob.write("JOIN #lab");
      TestWait.until(() -> alice.isIn("sari", "#lab") && alice.isIn("bob", "#lab"), "all there");
      alice.says("#lab", "\u0002hello\u000f all");
      bob.says("#lab", "\u0001ACTION waves\u0001");
      TestWait.until(() -> read(lab, sari).size() == 2, "the channel");
      assertThat(read(lab, sari)).containsExactlyInAnyOrder("alice: hello all", "bob: * bob waves");
      says(sari, "#lab", "hi both");
      TestWait.until(() -> bob.heard("sari", "#lab").size() == 1, "the answer");
      assertThat(alice.heard("sari", "#lab")).containsExactly("hi both");
    }
  }

  @Test
  void whoIsNotThereIsToldAndWhoIsRefusedIsNotRegistered() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Ngircd irc = Ngircd.start(directory.resolve("irc"), new Ngircd.Options("correct", true))) {
      lab.pairedOwner("sari");
      Map<String, String> wrong =
          Map.of(
              "host", "127.0.0.1",
              "port", Integer.toString(irc.port()),
              "nickname", "sari",
              "password", "incorrect");
      JsonNode refused =
          lab.post("/owners/sari/bots", Map.of("network", "irc", "credentials", wrong), 422);
      assertThat(refused.get("detail").asText()).contains("assword").doesNotContain("incorrect");
      Map<String, String> misspelt = Map.of("host", "127.0.0.1", "nick", "sari");
      JsonNode unknown =
          lab.post("/owners/sari/bots", Map.of("network", "irc", "credentials", misspelt), 400);
      assertThat(unknown.get("detail").asText()).contains("credentials.nick").contains("nickname");
    }
  }

  @Test
  void aServerThatIsKilledIsHeardAndSpokenToAgain() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Ngircd irc = Ngircd.start(directory.resolve("irc"), Ngircd.Options.DEFAULT)) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      addBot(lab, "sari", irc, "sari", Map.of());
      List<String> spoken = new ArrayList<>();
      List<String> said = new ArrayList<>();
      List<String> arrived = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        try (IrcPartner alice = new IrcPartner(irc.port(), "alice")) {
          String in = "in" + round;
          TestWait.until(() -> alice.sees("sari"), "Kurir on the server");
          alice.says("sari", in);
          said.add(in);
          TestWait.until(() -> read(lab, sari).contains(in), "to be heard");
          spoken.add("out" + round);
          says(sari, "alice", "out" + round);
          String last = "out" + round;
          TestWait.until(() -> alice.heard("sari", "alice").contains(last), "to be spoken to");
          arrived.addAll(alice.heard("sari", "alice"));
          irc.kill();
        }
        TestWait.until(() -> !up(lab), "the lost connection to be seen");
        spoken.add("away" + round);
        says(sari, "alice", "away" + round);
        irc.restart();
      }
      try (IrcPartner alice = new IrcPartner(irc.port(), "alice")) {
        TestWait.until(() -> alice.heard("sari", "alice").contains("away2"), "what waited");
        arrived.addAll(alice.heard("sari", "alice"));
      }
      assertThat(arrived).isEqualTo(spoken);
      assertThat(read(lab, sari)).isEqualTo(said);
      lab.lineJudge.assertNoViolations();
    }
  }

  private static boolean up(Lab lab) throws Exception {
    String health = Web.get("http://127.0.0.1:" + lab.managementPort() + "/observe/health").body();
    return !health.contains("reconnecting");
  }
}
