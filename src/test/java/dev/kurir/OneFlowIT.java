package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of the messenger, somebody over HTTP, an owner on LINE and their partner on Telegram. */
class OneFlowIT {
  @Test
  void whatGoesThroughAllOfThemIsTracedFromEndToEnd(@TempDir Path directory) throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start();
        UdpUser joko = new UdpUser(lab.udpPort())) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot telegram = lab.telegram.addBot("sari_kurir_bot");
      lab.addTelegramBot("sari", telegram);
      lab.post(
          "/owners/sari/bots",
          Map.of("network", "udp", "credentials", Map.of("name", "tokobunga")),
          201);
      Member hana = Member.join(lab, "hana");
      joko.asks("/register joko sandi-joko-1");
      joko.asks("/login joko sandi-joko-1");

      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      darma.says(telegram, "dari telegram");
      TestWait.until(() -> sees(lab, sari, "dari telegram"), "LINE has it");
      hana.says("tokobunga", "1", "dari http");
      TestWait.until(() -> sees(lab, sari, "dari http"), "LINE has that too");
      joko.asks("/send tokobunga dari udp");
      TestWait.until(() -> sees(lab, sari, "dari udp"), "and that");
      sari.user().says(sari.bot(), "Udp hana untuk http");
      TestWait.until(() -> texts(hana).equals(List.of("untuk http")), "the answer over HTTP");
      hana.says("joko", "2", "teruskan");
      TestWait.until(() -> joko.pushes().contains("msg 1 hana teruskan"), "from HTTP to UDP");
      lab.settled();

      List<String> events = events(lab, "dari http");
      assertThat(events)
          .containsSubsequence("received", "journaled", "stored", "mapped", "delivered");
      assertThat(events(lab, "untuk http")).contains("delivered");
    }
  }

  private static boolean sees(Lab lab, Lab.PairedOwner sari, String text) {
    return lab.shown(sari).stream().anyMatch(shown -> shown.endsWith(text));
  }

  private static List<String> texts(Member member) {
    List<String> texts = new ArrayList<>();
    member.get("/mailbox").path("items").forEach(item -> texts.add(item.path("text").textValue()));
    return texts;
  }

  private static List<String> events(Lab lab, String text) throws Exception {
    long id = lab.count("SELECT id FROM inbox WHERE text LIKE '%" + text + "' ORDER BY id LIMIT 1");
    List<String> events = new ArrayList<>();
    for (JsonNode entry : lab.get("/messages/" + id).path("timeline")) {
      events.add(entry.path("event").textValue());
    }
    return events;
  }
}
