package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database has lost comes back from the journal, and nothing else. */
class JournalReplayIT {
  @TempDir Path directory;

  @Test
  void onlyWhatNoDatabaseHasIsStoredAndDelivered() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).with("kurir.archive.after", "1ms").start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("toko_bot");
      lab.addTelegramBot("sari", bot);
      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      darma.says(bot, "satu");
      TestWait.until(() -> lab.shown(sari).size() == 2, "the first");
      lab.settled();
      lab.post("/archive/run", Map.of(), 200);
      TestWait.until(() -> lab.count("SELECT count(*) FROM inbox") == 0, "it has left");
      TestWait.until(() -> lab.get("/archive").get("state").asText().equals("idle"), "the end");
      darma.says(bot, "dua");
      darma.says(bot, "tiga");
      sari.user().says(sari.bot(), "/contacts");
      TestWait.until(() -> lab.shown(sari).size() == 5, "two more, and an answer");
      lab.settled();
      execute(
          lab,
          "DELETE FROM inbox WHERE text = 'tiga'",
          "DELETE FROM arrival_seen"); // as after a week: the passive database knows it still

      JsonNode replayed = lab.post("/journal/replay", Map.of(), 200);

      assertThat(replayed.get("stored").asLong()).isOne();
      assertThat(replayed.get("known").asLong()).isEqualTo(2);
      assertThat(replayed.get("left").asLong()).as("the pairing code, /contacts").isEqualTo(2);
      assertThat(replayed.get("read").asLong()).isEqualTo(5);
      assertThat(replayed.get("next").isNull()).isTrue();
      TestWait.until(() -> times(lab.shown(sari), "tiga") == 2, "what was lost");
      assertThat(times(lab.shown(sari), "satu")).isOne();
      assertThat(times(lab.shown(sari), "dua")).isOne();
      assertThat(lab.shown(sari)).hasSize(6);
      assertThat(lab.post("/journal/replay", Map.of(), 200).get("stored").asLong())
          .as("once")
          .isZero();
      darma.says(bot, "empat");
      TestWait.until(() -> times(lab.shown(sari), "empat") == 1, "life goes on");
      lab.settled();

      lab.post("/archive/erase", Map.of("owner", "sari", "contact", "darma"), 200);
      execute(lab, "DELETE FROM inbox WHERE network = 'telegram'");
      JsonNode after = lab.post("/journal/replay", Map.of(), 200);
      assertThat(after.get("stored").asLong()).as("what is erased does not come back").isZero();
      assertThat(lab.count("SELECT count(*) FROM inbox WHERE network = 'telegram'")).isZero();
    }
  }

  @Test
  void anotherBotDoesNotGetTheMessagesOfOneThatIsLost() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("toko_bot");
      lab.addTelegramBot("sari", bot);
      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      darma.says(bot, "satu");
      TestWait.until(() -> lab.shown(sari).size() == 2, "the message");
      lab.settled();
      execute(
          lab,
          "DELETE FROM inbox WHERE text = 'satu'",
          "UPDATE bot SET created_at = now() + interval '1 day' WHERE network = 'telegram'");
      lab.stop();
      lab.start();

      JsonNode replayed = lab.post("/journal/replay", Map.of(), 200);

      assertThat(replayed.get("stored").asLong()).isZero();
      assertThat(lab.count("SELECT count(*) FROM inbox WHERE text = 'satu'")).isZero();
    }
  }

  @Test
  void badRequestsSayWhatIsWrong() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start()) {
      assertThat(
              lab.post("/journal/replay", Map.of("since", "yesterday"), 400).get("detail").asText())
          .contains("since")
          .contains("yesterday");
      assertThat(lab.post("/journal/replay", Map.of("from", "there"), 400).get("detail").asText())
          .contains("from");
      assertThat(
              lab.post("/journal/replay", Map.of("since", "2999-01-01T00:00:00Z"), 200)
                  .get("read")
                  .asLong())
          .isZero();
    }
  }

  private static void execute(Lab lab, String... statements) throws Exception {
    try (Connection active = lab.active();
        Statement statement = active.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** How often a text was shown; a message from a partner has it in its last line. */
  private static int times(List<String> shown, String text) {
    return Collections.frequency(
        shown.stream().map(one -> one.substring(one.lastIndexOf('\n') + 1)).toList(), text);
  }
}
