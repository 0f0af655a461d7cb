package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramBot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others send wrong, over real HTTP: refused with a clear reason, nothing of it stored, and
 * after each the conversation goes on.
 */
class BadInputIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NO_EVENTS = bytes("{\"destination\":\"U1\",\"events\":[]}");
  private static final byte[] UPDATE = bytes("{\"update_id\":1}");
  private static final byte[] MALFORMED = bytes("{\"events\":[");
  private static final byte[] TOO_LARGE = new byte[3 << 20];

  @TempDir static Path directory;
  private static final Map<String, String> telegramSecrets = new ConcurrentHashMap<>();
  private static Lab lab;
  private static Circle circle;
  private static String lineWebhook;
  private static String telegramWebhook;
  private static long bots;
  private static int talks;

  @BeforeAll
  static void start() throws Exception {
    lab = new Lab(directory.resolve("data")).withPublicUrl();
    lab.telegram.onRequest(
        request -> {
          if (request.path().endsWith("/setWebhook")) {
            JsonNode arguments = json(request.text());
            telegramSecrets.put(
                arguments.get("url").asText(), arguments.get("secret_token").asText());
          }
        });
    lab.start();
    circle = Circle.of(lab, "sari");
    telegramWebhook = lab.telegram.webhookUrl(circle.bot());
    for (JsonNode bot : lab.get("/owners/sari/bots").get("items")) {
      if (bot.get("network").asText().equals("line")) {
        lineWebhook = url(bot.get("webhookPath").asText());
      }
    }
    bots = lab.count("SELECT count(*) FROM bot");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  @AfterEach
  void theConversationGoesOnAndNothingElseIsStored() throws Exception {
    talks++;
    circle.partnerSays("t" + talks);
    circle.ownerSays("o" + talks);
    TestWait.until(() -> circle.ownerRead().size() == talks, "the partner's words");
    TestWait.until(() -> circle.partnerRead().size() == talks, "the owner's words");
    assertThat(circle.ownerRead()).last().isEqualTo("t" + talks);
    assertThat(circle.partnerRead()).last().isEqualTo("o" + talks);
    assertThat(lab.count("SELECT count(*) FROM inbox_line")).isEqualTo(talks);
    assertThat(lab.count("SELECT count(*) FROM inbox_telegram")).isEqualTo(talks + 1);
    assertThat(lab.count("SELECT count(*) FROM bot WHERE removed_at IS NULL")).isEqualTo(bots);
  }

  @Test
  void wrongSignaturesOfLine() throws Exception {
    LineBot other = new LineBot("other", "U2", "0".repeat(32), "no-token");
    refused(401, "x-line-signature", lineWebhook, Map.of(), NO_EVENTS);
    for (String wrong : new String[] {other.sign(NO_EVENTS), "%%% no Base64 %%%", "AAAA"}) {
      refused(401, "x-line-signature", lineWebhook, Map.of("x-line-signature", wrong), NO_EVENTS);
    }
  }

  @Test
  void wrongSecretOfTelegram() throws Exception {
    String header = "X-Telegram-Bot-Api-Secret-Token";
    refused(401, header, telegramWebhook, Map.of(), UPDATE);
    refused(401, header, telegramWebhook, Map.of(header, "guessed"), UPDATE);
  }

  @Test
  void malformedJsonFromWhoHasTheSecret() throws Exception {
    refused(400, "(expected:", lineWebhook, signed(MALFORMED), MALFORMED);
    refused(400, "body: malformed", telegramWebhook, secret(), MALFORMED);
    byte[] list = bytes("[]");
    refused(400, "(expected:", lineWebhook, signed(list), list);
    refused(400, "body: no JSON object", telegramWebhook, secret(), list);
  }

  @Test
  void tooLargeBodies() throws Exception {
    refused(413, "body: too large", lineWebhook, signed(TOO_LARGE), TOO_LARGE);
    refused(413, "body: too large", telegramWebhook, secret(), TOO_LARGE);
    refused(413, "body: too large", url("/api/v1/owners"), admin(), TOO_LARGE);
  }

  @Test
  void unknownPaths() throws Exception {
    refused(
        404,
        "expected: the path of a registered bot",
        url("/webhook/line/guessed"),
        Map.of(),
        NO_EVENTS);
    refused(
        404,
        "expected: the path of a registered bot",
        url("/webhook/telegram/guessed"),
        Map.of(),
        UPDATE);
    refused(404, "nothing is here", url("/webhook/nonsense/guessed"), Map.of(), UPDATE);
    refused(404, "nothing is here", url("/"), Map.of(), UPDATE);
  }

  @Test
  void credentialsThatTheNetworkRefuses() throws Exception {
    LineBot line = lab.line.addBot("other");
    String reason =
        notAdded(
            422,
            credentials(
                "line",
                Map.of(
                    "channelSecret",
                    line.channelSecret(),
                    "channelAccessToken",
                    "wrong-token-of-line")));
    assertThat(reason).contains("Authentication failed").doesNotContain("wrong-token-of-line");
    reason =
        notAdded(422, credentials("telegram", Map.of("token", "123456:wrong-token-of-telegram")));
    assertThat(reason).contains("Unauthorized").doesNotContain("wrong-token-of-telegram");
  }

  @Test
  void credentialsThatAnXmppServerRefuses() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    try (Prosody prosody = Prosody.start(directory.resolve("prosody"), "lab.test", 0)) {
      prosody.register("sari", "right");
      Map<String, Object> credentials =
          Map.of(
              "jid", "sari@lab.test",
              "password", "wrong-password",
              "host", "127.0.0.1",
              "port", prosody.port(),
              "caFile", prosody.caFile().toString());
      String reason = notAdded(422, credentials("xmpp", credentials));
      assertThat(reason)
          .contains("sari@lab.test", "not-authorized")
          .doesNotContain("wrong-password");
      prosody.kill();
      reason = notAdded(422, credentials("xmpp", credentials));
      assertThat(reason).contains("sari@lab.test", "refused");
    }
  }

  @Test
  void aBotThatIsRegisteredAlready() throws Exception {
    lab.post("/owners", Map.of("username", "budi"), 201);
    Map<String, Object> again = credentials("telegram", Map.of("token", circle.bot().token()));
    for (String owner : new String[] {"sari", "budi"}) {
      String reason = lab.post("/owners/" + owner + "/bots", again, 409).get("detail").asText();
      assertThat(reason)
          .contains("sari_bot", "already registered")
          .doesNotContain(circle.bot().token());
    }
    lab.post("/owners", Map.of("username", "budi"), 409);
  }

  @Test
  void unknownNetworksAndFields() throws Exception {
    TelegramBot bot = lab.telegram.addBot("unused_bot");
    Map<String, Object> token = Map.of("token", bot.token());
    assertThat(notAdded(400, credentials("fax", token))).contains("network: \"fax\"", "telegram");
    assertThat(notAdded(400, credentials("No Name!", token))).contains("network: ");
    assertThat(notAdded(400, credentials("telegram", Map.of())))
        .contains("credentials.token: missing");
    assertThat(
            notAdded(400, credentials("telegram", Map.of("token", bot.token(), "colour", "red"))))
        .contains("credentials.colour: unknown field");
    assertThat(notAdded(400, credentials("line", token)))
        .contains("credentials.token: unknown field");
    assertThat(notAdded(400, credentials("line", Map.of("channelSecret", "x"))))
        .contains("credentials.channelAccessToken: missing");
    assertThat(notAdded(400, credentials("xmpp", Map.of("jid", "nobody", "password", "x"))))
        .contains("credentials.jid: \"nobody\"");
    assertThat(notAdded(400, Map.of("network", "telegram"))).contains("credentials: missing");
    assertThat(notAdded(400, Map.of("network", "telegram", "role", "master", "credentials", token)))
        .contains("role: \"master\" on Telegram");
    assertThat(
            lab.post("/owners/nobody/bots", credentials("telegram", token), 404)
                .get("detail")
                .asText())
        .contains("nobody");
    assertThat(lab.post("/owners", Map.of("username", "No Name!"), 400).get("detail").asText())
        .contains("username: ");
  }

  @Test
  void whoShowsNoAdminToken() throws Exception {
    byte[] body = bytes("{\"username\":\"eve\"}");
    refused(401, "Authorization: not accepted", url("/api/v1/owners"), Map.of(), body);
    refused(
        401,
        "Authorization: not accepted",
        url("/api/v1/owners"),
        Map.of("Authorization", "Bearer guessed"),
        body);
    refused(
        401,
        "Authorization: not accepted",
        url("/api/v1/owners"),
        Map.of("Authorization", "Basic " + lab.token()),
        body);
    assertThat(Web.get(url("/api/v1/messages?owner=sari")).status()).isEqualTo(401);
    assertThat(lab.count("SELECT count(*) FROM owner WHERE username = 'eve'")).isZero();
  }

  @Test
  void malformedJsonOfAnAdministrator() throws Exception {
    for (String body :
        new String[] {"{\"username\":", "", "[]", "\"x\"", "{\"username\":\"eve\"}x"}) {
      refused(400, "body: ", url("/api/v1/owners"), admin(), bytes(body));
    }
    refused(400, "username: ", url("/api/v1/owners"), admin(), bytes("{\"username\":7}"));
    refused(
        400, "user: unknown field", url("/api/v1/owners"), admin(), bytes("{\"user\":\"eve\"}"));
  }

  private static void refused(
      int status, String reason, String url, Map<String, String> headers, byte[] body)
      throws Exception {
    Web.Reply reply = Web.post(url, headers, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.detail()).contains(reason);
    assertThat(reply.body()).doesNotContain("\\tat ", "java.", "org.apache");
  }

  /** Registers a bot in vain; returns why. */
  private static String notAdded(int status, Map<String, Object> bot) throws Exception {
    String reason = lab.post("/owners/sari/bots", bot, status).get("detail").asText();
    assertThat(lab.count("SELECT count(*) FROM bot WHERE removed_at IS NULL")).isEqualTo(bots);
    assertThat(reason).doesNotContain("java.", "Exception");
    return reason;
  }

  private static Map<String, Object> credentials(String network, Map<String, ?> credentials) {
    return Map.of("network", network, "credentials", credentials);
  }

  private static Map<String, String> signed(byte[] body) {
    return Map.of("X-Line-Signature", circle.owner().bot().sign(body));
  }

  private static Map<String, String> secret() {
    return Map.of("X-Telegram-Bot-Api-Secret-Token", telegramSecrets.get(telegramWebhook));
  }

  private static Map<String, String> admin() throws Exception {
    return Map.of("Authorization", "Bearer " + lab.token());
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + lab.port() + path;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
