package dev.kurir.api;

import static dev.kurir.api.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.owner.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages, their states and timelines, read from the real schema over real HTTP. */
class MessagesIT {
  @TempDir static Path data;
  private static TestDatabase database;
  private static RunningApi api;
  private static ApiClient client;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.start();
    api = RunningApi.start(database, data);
    client = new ApiClient(api.url(), Files.readString(api.tokenFile).strip());
  }

  @AfterAll
  static void stop() {
    api.close();
    database.close();
  }

  /** Owner 1 with a LINE master bot 1 and a Telegram bot 2, whose contact 1 is Darma. */
  @BeforeEach
  void anOwnerWithAConversation() {
    database.clear();
    database.execute(
        """
        INSERT INTO node (name) VALUES (gen_random_uuid()), (gen_random_uuid());
        INSERT INTO owner (username, pairing_code) VALUES ('sari', 'AAAAAAAAAA'), ('budi', 'BBBBBBBBBB');
        INSERT INTO bot (owner_id, network, role, account, credentials, webhook_key)
        VALUES (1, 'line', 'master', 'U1', '', 'k1'), (1, 'telegram', 'partner', 'kurirbot', '', 'k2');
        UPDATE owner SET master_bot_id = 1, master_address = 'U9', paired_at = now() WHERE id = 1;
        INSERT INTO contact (owner_id, bot_id, address, user_name) VALUES (1, 2, '77', 'darmaastawan');
        """);
  }

  private static void in(long id, String ledger, String text) {
    database.execute(
        """
        INSERT INTO inbox (id, ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender,
          user_name, kind, text, sent_at, received_at, journaled_at, stored_at)
        VALUES (%d, '%s', 'telegram', current_date, %d, 1, 1, 2, '%d', '77', 'darmaastawan', 'text', '%s',
          now() - interval '50s', now() - interval '40s', now() - interval '39s', now() - interval '38s')
        """
            .formatted(id, ledger, 1 + id % 2, id, text));
  }

  private static void out(long id, Long source, Long retryOf) {
    database.execute(
        """
        INSERT INTO outbox (id, ledger, network, day, lane, owner_id, conversation, number, contact_id, source_id,
          retry_of, text, retry_key, created_at)
        VALUES (%d, 'line', 'line', current_date, 1, 1, -1, %d, 1, %s, %s, 'Telegram', gen_random_uuid(),
          now() - interval '30s' + interval '1ms' * %d)
        """
            .formatted(id, id, source, retryOf, id));
  }

  private static void attempt(long id, int attempt, String event, String reason) {
    database.execute(
        """
        INSERT INTO attempt (outbox_id, day, attempt, event, items, reason, retry_at, at)
        VALUES (%d, current_date, %d, '%s', 1, %s, %s, now() - interval '20s' + interval '1s' * %d)
        """
            .formatted(
                id,
                attempt,
                event,
                reason == null ? "NULL" : "'" + reason + "'",
                reason == null ? "NULL" : "now()",
                attempt));
  }

  private static void receipt(long id, String state, String reason) {
    database.execute(
        "INSERT INTO receipt VALUES (%d, current_date, 1, 1, '%s', 2, %s, NULL, now() - interval '10s')"
            .formatted(id, state, reason == null ? "NULL" : "'" + reason + "'"));
  }

  private static JsonNode list(String parameters) {
    return json(client.send("GET", "/api/v1/messages?owner=sari" + parameters, ""));
  }

  private static JsonNode show(long id) {
    return json(client.send("GET", "/api/v1/messages/" + id, ""));
  }

  private static List<String> texts(JsonNode items, String field) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.path(field).asText())
        .toList();
  }

  @Test
  void messagesOfBothDirectionsComeInTheOrderOfTheirIds() {
    in(10, "telegram", "Halo");
    out(11, 10L, null);
    receipt(11, "delivered", null);
    in(12, "telegram", "apa kabar");

    JsonNode page = list("");

    assertThat(texts(page.path("items"), "id")).containsExactly("10", "11", "12");
    assertThat(texts(page.path("items"), "direction")).containsExactly("in", "out", "in");
    assertThat(texts(page.path("items"), "number")).containsExactly("null", "11", "null");
    assertThat(texts(page.path("items"), "network"))
        .containsExactly("telegram", "line", "telegram");
    assertThat(texts(page.path("items"), "bot")).containsExactly("2", "1", "2");
    assertThat(texts(page.path("items"), "contact")).containsOnly("darmaastawan");
    assertThat(texts(page.path("items"), "state"))
        .containsExactly("delivered", "delivered", "pending");
    assertThat(page.path("items").path(0).path("text").textValue()).isEqualTo("Halo");
    assertThat(page.path("next").isNull()).isTrue();
    assertThat(json(client.send("GET", "/api/v1/messages?owner=budi", "")).path("items")).isEmpty();
  }

  @Test
  void pagesGoThroughEverythingOnce() {
    for (int i = 0; i < 25; i++) {
      in(100 + 2 * i, "telegram", "m" + i);
      out(101 + 2 * i, 100L + 2 * i, null);
    }
    List<String> seen = new ArrayList<>();
    String after = "0";
    while (!after.equals("null")) {
      JsonNode page = list("&limit=7&after=" + after);
      assertThat(page.path("items").size()).isBetween(1, 7);
      seen.addAll(texts(page.path("items"), "id"));
      after = page.path("next").asText();
    }

    assertThat(seen).hasSize(50).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aReceivedMessageHasTheWorstStateOfWhatWasMadeFromIt() {
    in(10, "telegram", "Halo");
    assertThat(show(10).path("state").textValue()).isEqualTo("pending");
    out(11, 10L, null);
    out(12, 10L, null);
    out(13, 10L, null);
    receipt(11, "delivered", null);
    receipt(12, "uncertain", "timed out");
    assertThat(show(10).path("state").textValue()).isEqualTo("pending");
    receipt(13, "delivered", null);
    assertThat(show(10).path("state").textValue()).isEqualTo("uncertain");
    database.execute("UPDATE receipt SET state = 'dead', reason = 'gone' WHERE outbox_id = 11");
    assertThat(show(10).path("state").textValue()).isEqualTo("dead");
    assertThat(texts(list("").path("items"), "state"))
        .containsExactly("dead", "dead", "uncertain", "delivered");
  }

  @Test
  void whatWasRetriedHasTheStateOfTheRetry() {
    in(10, "telegram", "Halo");
    out(11, 10L, null);
    receipt(11, "dead", "blocked");
    assertThat(texts(deadLetters(), "id")).containsExactly("11");
    out(15, 10L, 11L);
    assertThat(texts(list("").path("items"), "state"))
        .containsExactly("pending", "pending", "pending");
    receipt(15, "dead", "blocked again");
    out(16, 10L, 15L);
    receipt(16, "delivered", null);
    assertThat(texts(list("").path("items"), "state")).containsOnly("delivered");
    assertThat(deadLetters()).isEmpty();
  }

  private static JsonNode deadLetters() {
    return json(client.send("GET", "/api/v1/dead-letters?owner=sari", "")).path("items");
  }

  @Test
  void deadLettersSayWhy() {
    out(11, null, null);
    receipt(11, "dead", "blocked");
    out(12, null, null);
    receipt(12, "uncertain", "timed out");
    out(13, null, null);
    receipt(13, "delivered", null);
    out(14, null, null);
    receipt(14, "dead", "no master");
    database.execute("UPDATE receipt SET bot_id = NULL WHERE outbox_id = 14");

    JsonNode letters = deadLetters();

    assertThat(texts(letters, "id")).containsExactly("11", "12", "14");
    assertThat(texts(letters, "reason")).containsExactly("blocked", "timed out", "no master");
    assertThat(texts(letters, "state")).containsExactly("dead", "uncertain", "dead");
    assertThat(letters.path(0).path("attempts").intValue()).isEqualTo(2);
    JsonNode page = json(client.send("GET", "/api/v1/dead-letters?owner=sari&limit=2", ""));
    assertThat(page.path("next").intValue()).isEqualTo(12);
  }

  @Test
  void theTimelineTellsEverything() {
    in(10, "telegram", "Halo");
    out(11, 10L, null);
    attempt(11, 1, "started", null);
    attempt(11, 1, "failed", "429 too many requests");
    attempt(11, 2, "started", null);
    receipt(11, "dead", "quota is spent");
    out(15, 10L, 11L);
    database.execute("UPDATE outbox SET created_at = now() - interval '5s' WHERE id = 15");
    receipt(15, "delivered", null);
    database.execute("UPDATE receipt SET settled_at = now() WHERE outbox_id = 15");

    JsonNode timeline = show(10).path("timeline");

    assertThat(texts(timeline, "event"))
        .containsExactly(
            "received",
            "journaled",
            "stored",
            "mapped",
            "started",
            "failed",
            "started",
            "dead",
            "retried",
            "delivered");
    assertThat(texts(timeline, "messageId"))
        .containsExactly("10", "10", "10", "10", "11", "11", "11", "11", "11", "15");
    assertThat(timeline.path(3).path("detail").textValue()).isEqualTo("to line as 11");
    assertThat(timeline.path(5).path("detail").textValue())
        .startsWith("attempt 1; 429 too many requests; next attempt at 2");
    assertThat(timeline.path(7).path("detail").textValue()).contains("quota is spent");
    assertThat(timeline.path(8).path("detail").textValue()).isEqualTo("as 15");
    assertThat(texts(show(11).path("timeline"), "event"))
        .containsExactly("mapped", "started", "failed", "started", "dead", "retried", "delivered");
  }

  @Test
  void whatWaitsSaysWhyAndUntilWhen() {
    in(10, "telegram", "Halo");
    out(11, 10L, null);
    database.execute(
        "INSERT INTO waiting VALUES ('line', -1, 1, 11, current_date, 3, now(), now() + interval '1m', 0, now(), 'LINE is away')");

    JsonNode last = show(11).path("timeline").path(1);

    assertThat(last.path("event").textValue()).isEqualTo("waiting");
    assertThat(last.path("detail").textValue()).startsWith("LINE is away; next attempt at");
    database.execute("DELETE FROM waiting");
  }

  @Test
  void commandsAndNoticesAreNotListedButCanBeTraced() {
    in(10, "control", "/help");

    assertThat(list("").path("items")).isEmpty();
    assertThat(show(10).path("text").textValue()).isEqualTo("/help");
  }

  @Test
  void theHealthNamesWhatIsWrongWithoutRestartingForABot() throws Exception {
    api.connections.add(
        new Connection(
            new dev.kurir.message.NetworkName("telegram"),
            new dev.kurir.message.BotId(2),
            "kurirbot",
            false,
            "polling: 409, another program polls this bot"));
    try {
      JsonNode health = health("");
      assertThat(health.path("status").textValue()).isEqualTo("UP");
      assertThat(check(health, "bot-2").path("message").textValue())
          .isEqualTo(
              "telegram kurirbot: NOT CONNECTED, polling: 409, another program polls this bot");
      assertThat(check(health, "database").path("status").textValue()).isEqualTo("UP");
      assertThat(check(health, "journal").path("status").textValue()).isEqualTo("UP");
      assertThat(texts(health("/live").path("checks"), "name")).doesNotContain("database", "bot-2");

      api.journalFailure = java.util.Optional.of("data/journal: no space left");
      assertThat(health("").path("status").textValue()).isEqualTo("DOWN");
      assertThat(health("/ready").path("status").textValue()).isEqualTo("DOWN");
      assertThat(health("/live").path("status").textValue()).isEqualTo("UP");
    } finally {
      api.journalFailure = java.util.Optional.empty();
      api.connections.clear();
    }
  }

  private static JsonNode health(String part) {
    ApiClient management = new ApiClient(api.management(), "");
    return json(management.send("GET", "/observe/health" + part, "", new String[0]));
  }

  private static JsonNode check(JsonNode health, String name) {
    for (JsonNode check : health.path("checks")) {
      if (check.path("name").textValue().equals(name)) {
        return check;
      }
    }
    throw new AssertionError(name + " is not in " + health);
  }
}
