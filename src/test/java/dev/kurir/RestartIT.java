package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.sandbox.LineRedelivery;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramBot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of conversations, and the start after it. */
class RestartIT {
  private static final int OWNERS = 3;
  private static final int EACH = 60;
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void aStopLosesNothingAndTheBotsComeBack() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).withPublicUrl()) {
      lab.line.redelivery(LineRedelivery.IN_ORDER, Duration.ofMillis(200));
      Process kurir = lab.startProcess();
      List<Circle> circles = new ArrayList<>();
      for (int i = 0; i < OWNERS; i++) {
        circles.add(Circle.of(lab, "owner" + i));
      }
      TelegramBot removed = lab.telegram.addBot("removed_bot");
      String path = remove(lab, removed);

      circles.forEach(circle -> circle.converse(0, EACH));
      TestWait.until(() -> circles.stream().anyMatch(c -> c.haveRead(3)), "a conversation");
      kurir.destroy();
      assertThat(kurir.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(kurir.exitValue()).isZero();
      long read =
          circles.stream().mapToLong(c -> c.ownerRead().size() + c.partnerRead().size()).sum();
      assertThat(read).as("in flight at the stop").isLessThan(2L * OWNERS * EACH);

      lab.startProcess();
      TestWait.until(() -> circles.stream().allMatch(c -> c.haveRead(EACH)), "everything", LONG);
      for (Circle circle : circles) {
        assertThat(circle.ownerRead()).isEqualTo(Circle.numbered("t", EACH));
        assertThat(circle.partnerRead()).isEqualTo(Circle.numbered("o", EACH));
      }
      assertThat(lab.count("SELECT count(*) FROM receipt WHERE state <> 'delivered'")).isZero();
      assertThat(lab.telegram.webhookUrl(removed)).isNull();
      assertThat(post(lab, path).status()).isEqualTo(404);
      assertThat(lab.get("/owners/owner0/bots").get("items")).hasSize(2);
    }
  }

  @Test
  void everyNetworksBotsComeBackWithoutARegistration() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Prosody prosody = Prosody.start(directory.resolve("prosody"), "lab.test", 0);
        XmppPartner friend = new XmppPartner(prosody, "friend")) {
      Circle circle = Circle.of(lab, "sari");
      lab.addXmppBot("sari", prosody, "sari");
      friend.says("sari@lab.test", "before");
      TestWait.until(() -> circle.ownerRead("XMPP").size() == 1, "a message before");

      lab.stop();
      friend.says("sari@lab.test", "meanwhile");
      circle.partnerSays("meanwhile");
      lab.start();

      circle.partnerSays("after");
      friend.says("sari@lab.test", "after");
      TestWait.until(() -> circle.ownerRead().size() == 2, "Telegram to LINE");
      TestWait.until(() -> circle.ownerRead("XMPP").size() == 3, "XMPP to LINE");
      assertThat(circle.ownerRead()).containsExactly("meanwhile", "after");
      assertThat(circle.ownerRead("XMPP")).containsExactly("before", "meanwhile", "after");
      circle.ownerSays("welcome back");
      circle.owner().user().says(circle.owner().bot(), "xmpp friend@lab.test welcome back");
      TestWait.until(() -> circle.partnerRead().contains("welcome back"), "LINE to Telegram");
      TestWait.until(() -> friend.received().contains("welcome back"), "LINE to XMPP");
    }
  }

  /** Registers a bot and removes it; returns where its webhook was. */
  private static String remove(Lab lab, TelegramBot bot) throws Exception {
    JsonNode registered = lab.addTelegramBot("owner0", bot);
    assertThat(lab.telegram.webhookUrl(bot)).endsWith(registered.get("webhookPath").asText());
    lab.send("DELETE", "/owners/owner0/bots/" + registered.get("id").asInt(), null, 204);
    assertThat(lab.telegram.webhookUrl(bot)).isNull();
    return registered.get("webhookPath").asText();
  }

  private static Web.Reply post(Lab lab, String path) throws Exception {
    return Web.post("http://127.0.0.1:" + lab.port() + path, Map.of(), new byte[] {'{', '}'});
  }
}
