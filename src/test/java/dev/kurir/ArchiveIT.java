package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message is moved, traced, listed, found and brought back, as its users see it. */
class ArchiveIT {
  @TempDir Path directory;

  @Test
  void whatWasMovedIsTracedListedFoundAndBroughtBack() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).with("kurir.archive.after", "1ms").start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("toko_bot");
      lab.addTelegramBot("sari", bot);
      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      darma.says(bot, "Halo, apa kabar?");
      darma.says(bot, "花束をください");
      TestWait.until(() -> lab.shown(sari).size() == 3, "both on LINE");
      sari.user().says(sari.bot(), "Telegram darma terima kasih");
      TestWait.until(() -> lab.shown(darma).contains("terima kasih"), "the answer");
      lab.settled();
      JsonNode before = lab.get("/messages?owner=sari");
      long id = before.get("items").get(0).get("id").asLong();
      assertThat(events(lab, id)).contains("received", "delivered").doesNotContain("archived");

      sweep(lab);

      assertThat(lab.count("SELECT count(*) FROM inbox")).isZero();
      assertThat(lab.count("SELECT count(*) FROM outbox")).isZero();
      assertThat(lab.get("/messages?owner=sari")).isEqualTo(before);
      assertThat(events(lab, id))
          .contains("received", "journaled", "stored", "mapped", "delivered")
          .endsWith("archived");
      assertThat(texts(lab, "&words=kabar")).containsExactly("Halo, apa kabar?");
      assertThat(texts(lab, "&words=" + encoded("花束"))).containsExactly("花束をください");
      assertThat(texts(lab, "&words=terima&contact=darma")).containsExactly("terima kasih");
      assertThat(texts(lab, "&words=nobody-said-this")).isEmpty();
      assertThat(texts(lab, "&until=2020-01-01")).isEmpty();

      darma.says(bot, "Masih ada?");
      TestWait.until(() -> lab.shown(sari).size() == 4, "the next one");
      JsonNode both = lab.get("/messages?owner=sari");
      assertThat(both.get("items").size()).isEqualTo(before.get("items").size() + 2);

      JsonNode restored =
          lab.post("/archive/restore", Map.of("owner", "sari", "contact", "darma"), 200);
      assertThat(restored.get("messages").asLong()).isGreaterThanOrEqualTo(5);
      assertThat(events(lab, id)).contains("delivered").doesNotContain("archived");
      assertThat(lab.get("/messages?owner=sari")).isEqualTo(both);
      sweep(lab);
      assertThat(lab.count("SELECT count(*) FROM inbox")).as("it stays a while").isPositive();
      assertThat(lab.shown(sari)).as("nothing is sent again").hasSize(4);
      assertThat(lab.shown(darma)).containsExactly("terima kasih");
    }
  }

  /** Not in a table, an index or a segment, whether it was moved or not; what others said stays. */
  @Test
  void whatIsErasedIsNowhereOnTheDisk() throws Exception {
    Path data = directory.resolve("data");
    try (Lab lab = new Lab(data).with("kurir.archive.after", "1ms").start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("toko_bot");
      lab.addTelegramBot("sari", bot);
      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      TelegramUser putu = lab.telegram.addUser("putu", "Putu", "Wira");
      darma.says(bot, "rahasia-satu");
      putu.says(bot, "biasa-saja");
      TestWait.until(() -> lab.shown(sari).size() == 3, "both on LINE");
      sari.user().says(sari.bot(), "Telegram darma rahasia-dua");
      TestWait.until(() -> lab.shown(darma).contains("rahasia-dua"), "the answer");
      lab.settled();
      sweep(lab);
      darma.says(bot, "rahasia-tiga");
      TestWait.until(() -> lab.shown(sari).size() == 4, "the next one");
      lab.settled();
      long id = lab.get("/messages?owner=sari").get("items").get(0).get("id").asLong();
      assertThat(holding(data, "rahasia-")).isNotEmpty();

      JsonNode erased =
          lab.post("/archive/erase", Map.of("owner", "sari", "contact", "darma"), 200);

      assertThat(erased.get("open").asLong()).isZero();
      assertThat(erased.get("checkpointed").booleanValue()).isTrue();
      assertThat(erased.get("messages").asLong()).isEqualTo(6);
      assertThat(erased.get("journalLines").asInt()).isEqualTo(3);
      assertThat(holding(data, "rahasia-"))
          .as("only PostgreSQL's log may hold it, until it is recycled")
          .allMatch(file -> file.contains("pg_wal"));
      assertThat(holding(data, "biasa-saja")).anyMatch(file -> file.contains("base"));
      assertThat(holding(data, "biasa-saja")).anyMatch(file -> file.contains("journal"));
      assertThat(events(lab, id)).contains("received", "delivered", "erased");
      assertThat(lab.get("/messages/" + id).get("text").asText()).isEmpty();
      assertThat(
              lab.post("/archive/erase", Map.of("owner", "sari", "contact", "darma"), 200)
                  .get("messages")
                  .asLong())
          .as("once")
          .isZero();
      assertThat(texts(lab, "&words=rahasia")).isEmpty();
      darma.says(bot, "masih di sini");
      TestWait.until(() -> lab.shown(sari).size() == 5, "life goes on");
    }
  }

  /** What was taken back, what it became at a partner's, and the line of it in the journal. */
  @Test
  void whatItsSenderTookBackIsErased() throws Exception {
    Path data = directory.resolve("data");
    try (Lab lab = new Lab(data).start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("toko_bot");
      lab.addTelegramBot("sari", bot);
      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      darma.says(bot, "Halo");
      TestWait.until(() -> lab.shown(sari).size() == 2, "the partner's message");
      String message = sari.user().says(sari.bot(), "Telegram darma rahasia-satu");
      sari.user().says(sari.bot(), "Telegram darma biasa-saja");
      TestWait.until(() -> lab.shown(darma).size() == 2, "both answers");
      lab.settled();
      assertThat(holding(data, "rahasia-")).anyMatch(file -> file.contains("journal"));

      sari.user()
          .sends(
              sari.bot(), "{\"type\":\"unsend\",\"unsend\":{\"messageId\":\"" + message + "\"}}");

      TestWait.until(
          () -> lab.count("SELECT count(*) FROM inbox WHERE erased_at IS NOT NULL") == 1,
          "the erasure");
      TestWait.until(
          () -> holding(data, "rahasia-").stream().allMatch(file -> file.contains("pg_wal")),
          "nothing on the disk but in PostgreSQL's log");
      assertThat(lab.count("SELECT count(*) FROM outbox WHERE erased_at IS NOT NULL")).isOne();
      assertThat(lab.count("SELECT count(*) FROM taken_back")).isZero();
      assertThat(holding(data, "biasa-saja")).anyMatch(file -> file.contains("base"));
      assertThat(holding(data, "biasa-saja")).anyMatch(file -> file.contains("journal"));
      assertThat(lab.shown(sari)).as("the owner knows that it was taken back").hasSize(2);
      long id = lab.count("SELECT id FROM inbox WHERE erased_at IS NOT NULL");
      assertThat(events(lab, id)).contains("received", "delivered", "erased");
    }
  }

  /** As after a crash: the rows have lost their texts, the files and a journal have not. */
  @Test
  void whatAnErasureLeftBehindIsErasedLater() throws Exception {
    Path data = directory.resolve("data");
    try (Lab lab = new Lab(data).start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("toko_bot");
      lab.addTelegramBot("sari", bot);
      TelegramUser darma = lab.telegram.addUser("darma", "Darma", "Astawan");
      darma.says(bot, "rahasia-satu");
      TestWait.until(() -> lab.shown(sari).size() == 2, "the partner's message");
      lab.settled();
      try (Connection other = lab.active();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE inbox_telegram IN ACCESS SHARE MODE"); // its days as well
        statement.execute("SELECT count(*) FROM inbox_telegram");
        assertThat(
                lab.post("/archive/erase", Map.of("owner", "sari", "contact", "darma"), 200)
                    .get("checkpointed")
                    .booleanValue())
            .as("the table is in use")
            .isFalse();
        other.rollback();
        other.setAutoCommit(true);
        // what another node, which erased it, would have left to this one
        statement.execute(
            "INSERT INTO erased_line SELECT n.id, i.network, i.bot_id, i.network_message_id"
                + " FROM node n CROSS JOIN inbox i WHERE i.network = 'line'");
      }

      TestWait.until(() -> lab.count("SELECT count(*) FROM erased_line") == 0, "the journal");
      TestWait.until(() -> lab.count("SELECT count(*) FROM erased_table") == 0, "the tables");
      assertThat(holding(data, "rahasia-")).allMatch(file -> file.contains("pg_wal"));
      String code = "\"network\":\"line\"";
      assertThat(holding(data.resolve("journal"), code)).as("lines stay").isNotEmpty();
    }
  }

  /** The files beneath a directory that hold some bytes. */
  private static List<String> holding(Path directory, String text) throws Exception {
    List<String> found = new ArrayList<>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try {
          byte[] bytes = Files.readAllBytes(file);
          if (new String(bytes, StandardCharsets.ISO_8859_1).contains(text)) {
            found.add(file.toString());
          }
        } catch (NoSuchFileException e) {
          continue; // PostgreSQL has just removed it
        }
      }
    }
    return found;
  }

  @Test
  void badRequestsSayWhatIsWrong() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).start()) {
      lab.pairedOwner("sari");
      assertThat(lab.send("GET", "/archive/messages", null, 400).get("detail").asText())
          .contains("owner");
      assertThat(
              lab.send("GET", "/archive/messages?owner=sari&since=yesterday", null, 400)
                  .get("detail")
                  .asText())
          .contains("since")
          .contains("yesterday");
      assertThat(lab.post("/archive/restore", Map.of("owner", "sari"), 400).get("detail").asText())
          .contains("since");
      assertThat(
              lab.post("/archive/restore", Map.of("owner", "sari", "contact", "nobody"), 400)
                  .get("detail")
                  .asText())
          .contains("contact");
      assertThat(lab.post("/archive/pause", Map.of(), 200).get("state").asText())
          .isEqualTo("paused");
      lab.post("/archive/run", Map.of(), 200);
      TestWait.until(() -> lab.get("/archive").get("lastSweep").isObject(), "the sweep's end");
      assertThat(lab.get("/archive").get("lastSweep").get("hindrance").asText()).contains("paused");
      assertThat(lab.post("/archive/resume", Map.of(), 200).get("state").asText())
          .isEqualTo("idle");
    }
  }

  private static void sweep(Lab lab) throws Exception {
    JsonNode last = lab.get("/archive").get("lastSweep");
    lab.post("/archive/run", Map.of(), 200);
    TestWait.until(
        () -> {
          JsonNode now = lab.get("/archive").get("lastSweep");
          return now.isObject() && !now.equals(last);
        },
        "the sweep's end");
    assertThat(lab.get("/archive").get("lastSweep").get("hindrance").isNull())
        .as(lab.get("/archive").toString())
        .isTrue();
  }

  private static List<String> events(Lab lab, long id) throws Exception {
    List<String> events = new ArrayList<>();
    lab.get("/messages/" + id).get("timeline").forEach(e -> events.add(e.get("event").asText()));
    return events;
  }

  private static List<String> texts(Lab lab, String query) throws Exception {
    List<String> texts = new ArrayList<>();
    lab.get("/archive/messages?owner=sari" + query)
        .get("items")
        .forEach(item -> texts.add(item.get("text").asText()));
    return texts;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
