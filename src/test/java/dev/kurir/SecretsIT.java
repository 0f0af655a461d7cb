package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.sandbox.Fault;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.Prosody;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Neither tokens nor texts are where they don't belong, even at the most talkative log level, after
 * a conversation with everything that can go wrong in it.
 */
class SecretsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PARTNERS_WORDS = "the-partner-s-private-words";
  private static final String OWNERS_WORDS = "the-owner-s-private-words";
  private static final String WRONG_TOKEN = "123456:wrong-token-of-telegram";

  @TempDir Path directory;

  @Test
  void noTokenAndNoTextIsToldToAnybodyElse() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).withPublicUrl()) {
      Queue<String> webhookSecrets = new ConcurrentLinkedQueue<>();
      lab.telegram.onRequest(
          request -> {
            if (request.path().endsWith("/setWebhook")) {
              webhookSecrets.add(field(request.text(), "secret_token"));
            }
          });
      lab.with("kurir.log.level", "trace").startProcess();
      Circle circle = Circle.of(lab, "sari");
      talkWithFailures(lab, circle);
      List<String> secrets = secrets(lab, circle);
      secrets.addAll(webhookSecrets);
      if (Prosody.find().isPresent()) {
        secrets.addAll(talkByXmpp(lab, circle));
      }
      List<String> words = List.of(PARTNERS_WORDS, OWNERS_WORDS);

      String operating = operating(lab);
      assertThat(operating).contains("camel_exchanges_total", "telegram sari_bot: connected");
      silentOn(operating, words, secrets);
      silentOn(answers(lab), List.of(), secrets);
      silentOn(database(lab), List.of(), secrets);
      silentOn(journal(lab), List.of(), secrets);
      lab.stop();
      String log = Files.readString(lab.log());
      assertThat(log).contains("attempt 1 failed", "stopped");
      silentOn(log, words, secrets);
    }
  }

  private static void talkWithFailures(Lab lab, Circle circle) throws Exception {
    LineBot line = circle.owner().bot();
    lab.line.faults(line).next(1, Fault.RATE_LIMIT);
    lab.line.faults(line).next(1, Fault.SERVER_ERROR);
    lab.telegram.faults(circle.bot()).next(1, Fault.RATE_LIMIT);
    lab.telegram.faults(circle.bot()).next(1, Fault.BAD_GATEWAY);
    circle.partnerSays(PARTNERS_WORDS);
    circle.ownerSays(OWNERS_WORDS);
    circle.owner().user().says(line, "telegram nobody " + OWNERS_WORDS);
    TestWait.until(() -> circle.ownerRead().contains(PARTNERS_WORDS), "the partner's words");
    TestWait.until(() -> circle.partnerRead().contains(OWNERS_WORDS), "the owner's words");

    lab.telegram.faults(circle.bot()).next(1, Fault.RESET_AFTER_PROCESSING);
    circle.ownerSays(OWNERS_WORDS + " 2");
    ended(lab, "uncertain");
    circle.partner().blocks(circle.bot());
    circle.ownerSays(OWNERS_WORDS + " 3");
    ended(lab, "dead");

    lab.post(
        "/owners/sari/bots",
        Map.of("network", "telegram", "credentials", Map.of("token", WRONG_TOKEN)),
        422);
    lab.post(
        "/owners/sari/bots",
        Map.of("network", "telegram", "credentials", Map.of("token", circle.bot().token())),
        409);
    String webhook = lab.telegram.webhookUrl(circle.bot());
    byte[] update = ("{\"message\":\"" + PARTNERS_WORDS + "\"").getBytes(StandardCharsets.UTF_8);
    assertThat(Web.post(webhook, Map.of(), update).status()).isEqualTo(401);
  }

  private static void ended(Lab lab, String state) {
    TestWait.until(
        () -> lab.count("SELECT count(*) FROM receipt WHERE state = '" + state + "'") == 1,
        "a message that ends " + state);
  }

  /** Talks with a right and a wrong password; returns both. */
  private List<String> talkByXmpp(Lab lab, Circle circle) throws Exception {
    try (Prosody prosody = Prosody.start(directory.resolve("prosody"), "lab.test", 0);
        XmppPartner friend = new XmppPartner(prosody, "friend")) {
      lab.addXmppBot("sari", prosody, "sari");
      Map<String, Object> wrong =
          Map.of(
              "jid", "friend@lab.test",
              "password", "wrong-password-of-xmpp",
              "host", "127.0.0.1",
              "port", prosody.port(),
              "caFile", prosody.caFile().toString());
      lab.post("/owners/sari/bots", Map.of("network", "xmpp", "credentials", wrong), 422);
      friend.says("sari@lab.test", PARTNERS_WORDS);
      TestWait.until(() -> circle.ownerRead("XMPP").contains(PARTNERS_WORDS), "words by XMPP");
      circle.owner().user().says(circle.owner().bot(), "xmpp friend@lab.test " + OWNERS_WORDS);
      TestWait.until(() -> friend.received().contains(OWNERS_WORDS), "an answer by XMPP");
    }
    return List.of("pw-sari", "wrong-password-of-xmpp");
  }

  private static List<String> secrets(Lab lab, Circle circle) throws Exception {
    String token = circle.bot().token();
    return new ArrayList<>(
        List.of(
            circle.owner().bot().channelSecret(),
            circle.owner().bot().channelAccessToken(),
            token,
            token.substring(token.indexOf(':') + 1),
            WRONG_TOKEN.substring(WRONG_TOKEN.indexOf(':') + 1),
            lab.token(),
            Files.readString(lab.data.resolve("postgres/password")).strip()));
  }

  /** What operators see without the admin token. */
  private static String operating(Lab lab) throws Exception {
    String url = "http://127.0.0.1:" + lab.managementPort() + "/observe/";
    Web.Reply health = Web.get(url + "health");
    Web.Reply metrics = Web.get(url + "metrics");
    assertThat(List.of(health.status(), metrics.status())).containsExactly(200, 200);
    return health.body() + metrics.body();
  }

  private static String answers(Lab lab) throws Exception {
    StringBuilder answers = new StringBuilder();
    for (String path :
        List.of(
            "/owners",
            "/owners/sari/bots",
            "/owners/sari/contacts",
            "/messages?owner=sari",
            "/dead-letters?owner=sari")) {
      JsonNode answer = lab.get(path);
      assertThat(answer.get("items")).as(path).isNotEmpty();
      answers.append(answer);
    }
    assertThat(answers).contains(PARTNERS_WORDS, OWNERS_WORDS);
    return answers.toString();
  }

  /** Every row of every table, as text. */
  private static String database(Lab lab) throws Exception {
    StringBuilder dump = new StringBuilder();
    try (Connection connection = lab.active();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                  + " AND relnamespace = 'public'::regnamespace")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).contains("bot", "inbox", "outbox");
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
          while (rows.next()) {
            dump.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    assertThat(dump).contains("sari_bot", PARTNERS_WORDS);
    return dump.toString();
  }

  private static String journal(Lab lab) throws Exception {
    StringBuilder journal = new StringBuilder();
    try (Stream<Path> files = Files.list(lab.data.resolve("journal"))) {
      for (Path file : files.toList()) {
        journal.append(Files.readString(file));
      }
    }
    assertThat(journal).contains(PARTNERS_WORDS);
    return journal.toString();
  }

  /** In no form that is easily read. The failure names the form, not the place. */
  private static void silentOn(String told, List<String> words, List<String> secrets) {
    for (String secret : Stream.concat(words.stream(), secrets.stream()).toList()) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      for (String form :
          List.of(
              secret,
              HexFormat.of().formatHex(bytes),
              Base64.getEncoder().withoutPadding().encodeToString(bytes))) {
        assertThat(around(told, form)).as("what must not be told").isEmpty();
      }
    }
  }

  private static String around(String told, String secret) {
    int at = told.indexOf(secret);
    return at < 0
        ? ""
        : told.substring(Math.max(0, at - 300), Math.min(told.length(), at + secret.length() + 50));
  }

  private static String field(String json, String name) {
    try {
      return JSON.readTree(json).get(name).asText();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
