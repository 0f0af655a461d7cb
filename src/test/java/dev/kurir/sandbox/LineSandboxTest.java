package dev.kurir.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.bot.webhook.model.CallbackRequest;
import dev.kurir.testing.PinnedClock;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineSandboxTest {
  private final PinnedClock clock = new PinnedClock("2026-01-02T03:04:05Z");
  private final LineSandbox line = LineSandbox.start(0, clock);
  private final LineBot bot = line.addBot("Toko Bunga");
  private final LineUser sari = line.addUser("Sari");
  private WebhookReceiver webhook;

  @BeforeEach
  void listen() throws Exception {
    webhook = new WebhookReceiver();
    line.setEndpoint(bot, webhook.url());
  }

  @AfterEach
  void stop() {
    line.close();
    webhook.close();
  }

  @Test
  void botKnowsItselfByItsToken() {
    Http.Answer answer = get("/v2/bot/info");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("userId").asText()).isEqualTo(bot.userId());
    assertThat(answer.raw().headers().firstValue("X-Line-Request-Id")).isPresent();
  }

  @Test
  void wrongTokenIsUnauthorized() {
    Http.Answer answer =
        Http.call("GET", line.apiUrl(), "/v2/bot/info", "", "Authorization", "Bearer nonsense");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("message").asText()).startsWith("Authentication failed");
    assertThat(Http.call("GET", line.apiUrl(), "/v2/bot/info", "").status()).isEqualTo(401);
  }

  @Test
  void pushShowsTheTextAndNamesItsId() {
    Http.Answer answer = push(sari.userId(), "Halo", "Apa kabar?");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(line.messagesTo(sari))
        .extracting(ShownMessage::text)
        .containsExactly("Halo", "Apa kabar?");
    assertThat(line.messagesTo(sari))
        .extracting(ShownMessage::id)
        .containsExactlyElementsOf(sentIds(answer));
    assertThat(answer.json().path("sentMessages").path(0).path("quoteToken").asText()).isNotEmpty();
  }

  @Test
  void repeatedRetryKeyIsConflictWithTheFirstIds() {
    String key = UUID.randomUUID().toString();
    Http.Answer first = pushWithKey(key, sari.userId(), "sekali");
    Http.Answer second = pushWithKey(key, sari.userId(), "sekali");
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.raw().headers().firstValue("X-Line-Accepted-Request-Id"))
        .isEqualTo(first.raw().headers().firstValue("X-Line-Request-Id"));
    assertThat(sentIds(second)).isEqualTo(sentIds(first));
    assertThat(line.messagesTo(sari)).hasSize(1);
    clock.advance(Duration.ofHours(25));
    assertThat(pushWithKey(key, sari.userId(), "lupa").status()).isEqualTo(200);
  }

  @Test
  void retryKeyMustBeUuidAndNeverOnReply() throws Exception {
    assertThat(pushWithKey("not-a-uuid", sari.userId(), "x").status()).isEqualTo(400);
    String token = replyToken();
    Http.Answer reply =
        post(
            "/v2/bot/message/reply",
            body("replyToken", token, "x"),
            "X-Line-Retry-Key",
            UUID.randomUUID().toString());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply(token, "y").status()).isEqualTo(200);
  }

  @Test
  void replyTokenWorksOnceWithinAMinute() throws Exception {
    String token = replyToken();
    assertThat(reply(token, "satu").status()).isEqualTo(200);
    Http.Answer again = reply(token, "dua");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().path("message").asText()).isEqualTo("Invalid reply token");
    String late = replyToken();
    clock.advance(Duration.ofSeconds(61));
    assertThat(reply(late, "tiga").status()).isEqualTo(400);
    assertThat(line.messagesTo(sari)).extracting(ShownMessage::text).containsExactly("satu");
  }

  @Test
  void replyTokenOfAnotherBotIsInvalid() throws Exception {
    LineBot other = line.addBot("Lain");
    String token = replyToken();
    Http.Answer answer =
        Http.call(
            "POST",
            line.apiUrl(),
            "/v2/bot/message/reply",
            body("replyToken", token, "x"),
            "Authorization",
            "Bearer " + other.channelAccessToken(),
            "Content-Type",
            "application/json");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(reply(token, "y").status()).isEqualTo(200);
  }

  @Test
  void brokenBodiesAreRefusedWithDetails() {
    assertThat(detail(push(sari.userId(), ""))).isEqualTo("messages[0].text May not be empty");
    assertThat(push(sari.userId(), "x".repeat(5000)).status()).isEqualTo(200);
    assertThat(detail(push(sari.userId(), "x".repeat(5001)))).contains("between 0 and 5000");
    assertThat(detail(push(sari.userId(), "\uD83D\uDE00".repeat(2501)))).contains("5000");
    assertThat(detail(push(sari.userId(), "1", "2", "3", "4", "5", "6"))).contains("1 and 5");
    assertThat(detail(push(sari.userId()))).isEqualTo("messages May not be empty");
    assertThat(detail(push("", "x"))).isEqualTo("to May not be empty");
    String unknown = "{\"to\":\"" + sari.userId() + "\",\"messages\":[{\"type\":\"file\"}]}";
    assertThat(detail(post("/v2/bot/message/push", unknown))).contains("messages[0].type");
    assertThat(post("/v2/bot/message/push", "{\"to\":").json().path("message").asText())
        .startsWith("The request body could not be parsed as JSON (line: 1");
    assertThat(line.shown()).isEqualTo(1);
  }

  @Test
  void addresseeMustBeKnown() {
    assertThat(push("Sari", "x").json().path("message").asText()).contains("'to'");
    assertThat(push("U" + "0".repeat(32), "x").json().path("message").asText())
        .isEqualTo("Failed to send messages");
  }

  @Test
  void bodyOverTwoMegabytesIsTooLarge() {
    assertThat(push(sari.userId(), "x".repeat(2 * 1024 * 1024)).status()).isEqualTo(413);
    assertThat(push(sari.userId(), "masih hidup").status()).isEqualTo(200);
  }

  @Test
  void monthlyLimitStopsPushesNotReplies() throws Exception {
    line.setMonthlyLimit(bot, 1);
    assertThat(push(sari.userId(), "a").status()).isEqualTo(200);
    Http.Answer spent = push(sari.userId(), "b");
    assertThat(spent.status()).isEqualTo(429);
    assertThat(spent.json().path("message").asText())
        .isEqualTo("You have reached your monthly limit.");
    assertThat(reply(replyToken(), "c").status()).isEqualTo(200);
    assertThat(get("/v2/bot/message/quota").json().path("value").asLong()).isEqualTo(1);
    assertThat(get("/v2/bot/message/quota/consumption").json().path("totalUsage").asLong())
        .isEqualTo(1);
  }

  @Test
  void eventIsSignedAndReadableByTheSdk() throws Exception {
    String id = sari.says(bot, "Telegram darmaastawan halo juga");
    WebhookReceiver.Received received = firstReceived();
    assertThat(received.headers().get("x-line-signature")).isEqualTo(bot.sign(received.body()));
    CallbackRequest callback =
        com.linecorp.bot.jackson.ModelObjectMapper.createNewObjectMapper()
            .readValue(received.body(), CallbackRequest.class);
    assertThat(callback.destination()).isEqualTo(bot.userId());
    JsonNode event = event(received);
    assertThat(event.path("message").path("id").asText()).isEqualTo(id);
    assertThat(event.path("webhookEventId").asText()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    assertThat(event.path("deliveryContext").path("isRedelivery").asBoolean(true)).isFalse();
    assertThat(event.path("source").path("userId").asText()).isEqualTo(sari.userId());
    assertThat(event.path("message").path("quoteToken").asText()).isNotEmpty();
  }

  @Test
  void quotingNamesTheQuotedMessage() throws Exception {
    String sent = sentIds(push(sari.userId(), "Halo")).get(0);
    sari.quotes(bot, sent, "halo juga");
    assertThat(event(firstReceived()).path("message").path("quotedMessageId").asText())
        .isEqualTo(sent);
  }

  @Test
  void undeliveredEventComesAgainAsRedelivery() throws Exception {
    line.redelivery(LineRedelivery.IN_ORDER, Duration.ofMillis(10));
    webhook.answerNext(503, 503);
    sari.says(bot, "satu");
    sari.says(bot, "dua");
    await().until(() -> webhook.received().size() == 4);
    List<JsonNode> events = webhook.received().stream().map(LineSandboxTest::event).toList();
    assertThat(events)
        .extracting(event -> event.path("message").path("text").asText())
        .containsExactly("satu", "satu", "satu", "dua");
    assertThat(events.subList(0, 3))
        .extracting(event -> event.path("webhookEventId").asText())
        .containsOnly(events.get(0).path("webhookEventId").asText());
    assertThat(events)
        .extracting(event -> event.path("deliveryContext").path("isRedelivery").asBoolean())
        .containsExactly(false, true, true, false);
    await().until(() -> line.eventsDelivered() == 2);
  }

  @Test
  void undeliveredEventIsLostWithoutRedelivery() {
    webhook.answerNext(500);
    sari.says(bot, "satu");
    await().until(() -> line.eventsLost() == 1);
    assertThat(line.eventsOpen()).isZero();
  }

  @Test
  void waitingEventsMayShareARequest() {
    line.eventsPerRequest(10);
    IntStream.range(0, 50).forEach(i -> sari.says(bot, "n" + i));
    await().until(() -> line.eventsDelivered() == 50);
    String order =
        webhook.received().stream()
            .flatMap(request -> events(request).stream())
            .map(event -> event.path("message").path("text").asText())
            .collect(Collectors.joining(" "));
    assertThat(order)
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "n" + i).collect(Collectors.joining(" ")));
  }

  @Test
  void endpointIsSetReadAndTestedByApi() {
    String other = webhook.url() + "/other";
    Http.Answer put =
        call("PUT", "/v2/bot/channel/webhook/endpoint", "{\"endpoint\":\"" + other + "\"}");
    assertThat(put.status()).isEqualTo(200);
    JsonNode endpoint = get("/v2/bot/channel/webhook/endpoint").json();
    assertThat(endpoint.path("endpoint").asText()).isEqualTo(other);
    assertThat(endpoint.path("active").asBoolean()).isTrue();
    JsonNode good = post("/v2/bot/channel/webhook/test", "{}").json();
    assertThat(good.path("success").asBoolean()).isTrue();
    assertThat(events(firstReceived())).isEmpty();
    webhook.answerNext(401);
    JsonNode bad = post("/v2/bot/channel/webhook/test", "{}").json();
    assertThat(bad.path("success").asBoolean()).isFalse();
    assertThat(bad.path("statusCode").asInt()).isEqualTo(401);
    String nowhere = "{\"endpoint\":\"http://127.0.0.1:1/x\"}";
    JsonNode gone = post("/v2/bot/channel/webhook/test", nowhere).json();
    assertThat(gone.path("reason").asText()).isEqualTo("COULD_NOT_CONNECT");
    Http.Answer nonsense = call("PUT", "/v2/bot/channel/webhook/endpoint", "{\"endpoint\":\"x\"}");
    assertThat(nonsense.status()).isEqualTo(400);
  }

  @Test
  void contentIsServedUntilItIsGone() throws Exception {
    byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, 1, 2};
    String id = sari.sendsImage(bot, jpeg);
    assertThat(get("/v2/bot/message/" + id + "/content").raw().body()).isEqualTo(jpeg);
    line.setTranscoding(id);
    assertThat(get("/v2/bot/message/" + id + "/content").status()).isEqualTo(202);
    line.setGone(id);
    assertThat(get("/v2/bot/message/" + id + "/content").status()).isEqualTo(410);
    assertThat(get("/v2/bot/message/1/content").status()).isEqualTo(404);
  }

  @Test
  void blockedBotIsToldNothing() {
    assertThat(get("/v2/bot/profile/" + sari.userId()).json().path("displayName").asText())
        .isEqualTo("Sari");
    sari.blocks(bot);
    assertThat(push(sari.userId(), "x").status()).isEqualTo(200);
    assertThat(line.messagesTo(sari)).isEmpty();
    assertThat(get("/v2/bot/profile/" + sari.userId()).status()).isEqualTo(404);
    sari.follows(bot);
    assertThat(get("/v2/bot/profile/" + sari.userId()).status()).isEqualTo(200);
  }

  @Test
  void groupSourceIsAnsweredInTheGroup() {
    String group = "C" + "1".repeat(32);
    sari.sends(
        bot,
        """
        {"type":"message","source":{"type":"group","groupId":"%s","userId":"%s"},
         "message":{"type":"text","id":"1","text":"Halo"}}
        """
            .formatted(group, sari.userId()));
    String token = event(firstReceived()).path("replyToken").asText();
    assertThat(reply(token, "satu").status()).isEqualTo(200);
    assertThat(push(group, "dua").status()).isEqualTo(200);
    assertThat(line.messagesTo(group))
        .extracting(ShownMessage::text)
        .containsExactly("satu", "dua");
    assertThat(get("/v2/bot/group/" + group + "/member/" + sari.userId()).status()).isEqualTo(200);
  }

  @Test
  void standbyEventHasNoReplyToken() {
    sari.sends(bot, "{\"type\":\"message\",\"mode\":\"standby\",\"replyToken\":\"x\"}");
    assertThat(event(firstReceived()).has("replyToken")).isFalse();
  }

  @Test
  void faultsStrikeTheNextSendsOnly() {
    line.faults(bot).next(1, Fault.RATE_LIMIT);
    line.faults().next(1, Fault.MONTHLY_LIMIT);
    line.faults().next(1, Fault.SERVER_ERROR);
    line.faults().next(1, Fault.BAD_GATEWAY);
    assertThat(get("/v2/bot/info").status()).isEqualTo(200);
    assertThat(push(sari.userId(), "a").json().path("message").asText()).contains("rate limit");
    assertThat(push(sari.userId(), "a").json().path("message").asText()).contains("monthly limit");
    assertThat(push(sari.userId(), "a").status()).isEqualTo(500);
    assertThat(push(sari.userId(), "a").status()).isEqualTo(502);
    assertThat(line.messagesTo(sari)).isEmpty();
    assertThat(push(sari.userId(), "a").status()).isEqualTo(200);
    assertThat(line.requests("push")).isEqualTo(5);
    assertThat(line.faults().struck() + line.faults(bot).struck()).isEqualTo(4);
  }

  @Test
  void resetAfterProcessingHasShownTheMessage() {
    line.faults().next(1, Fault.RESET_AFTER_PROCESSING);
    String key = UUID.randomUUID().toString();
    assertThatThrownBy(() -> pushWithKey(key, sari.userId(), "sekali"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(pushWithKey(key, sari.userId(), "sekali").status()).isEqualTo(409);
    assertThat(line.messagesTo(sari)).hasSize(1);
  }

  @Test
  void hangNeverAnswers() {
    line.faults().next(1, Fault.HANG, "info");
    var waiting =
        Http.CLIENT.sendAsync(
            Http.request(
                "GET",
                line.apiUrl(),
                "/v2/bot/info",
                "",
                "Authorization",
                "Bearer " + bot.channelAccessToken()),
            java.net.http.HttpResponse.BodyHandlers.ofString());
    await().until(() -> line.requests("info") == 1);
    assertThat(get("/v2/bot/info").status()).isEqualTo(200);
    assertThat(waiting).isNotDone();
  }

  @Test
  void personCanBePlayedWithCurl() {
    URI base = line.apiUrl();
    Http.Answer said = Http.call("POST", base, "/sandbox/line/users/Sari/says", "Halo lagi");
    assertThat(said.status()).isEqualTo(200);
    assertThat(event(firstReceived()).path("message").path("text").asText()).isEqualTo("Halo lagi");
    push(sari.userId(), "Halo");
    Http.Answer shown = Http.call("GET", base, "/sandbox/line/users/Sari/messages", "");
    assertThat(shown.json().path(0).path("text").asText()).isEqualTo("Halo");
    assertThat(Http.call("POST", base, "/sandbox/line/users/Budi/says", "x").status())
        .isEqualTo(404);
    Http.Answer page =
        Http.call("POST", base, "/sandbox/line/users/Sari/says", "x", "Origin", "http://evil.test");
    assertThat(page.status()).isEqualTo(404);
    assertThat(line.requests()).isEqualTo(1);
  }

  @Test
  void takenPortIsSaid() {
    assertThatThrownBy(() -> LineSandbox.start(line.apiUrl().getPort()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected: a port that is free");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(bot.toString()).doesNotContain(bot.channelSecret(), bot.channelAccessToken());
  }

  private String replyToken() {
    int before = webhook.received().size();
    sari.says(bot, "Halo");
    await().until(() -> webhook.received().size() > before);
    return event(webhook.received().get(before)).path("replyToken").asText();
  }

  private WebhookReceiver.Received firstReceived() {
    await().until(() -> !webhook.received().isEmpty());
    return webhook.received().get(0);
  }

  private static JsonNode event(WebhookReceiver.Received received) {
    return events(received).get(0);
  }

  private static List<JsonNode> events(WebhookReceiver.Received received) {
    JsonNode body = Json.trusted(new String(received.body(), StandardCharsets.UTF_8));
    List<JsonNode> events = new java.util.ArrayList<>();
    body.path("events").forEach(events::add);
    return events;
  }

  private static List<String> sentIds(Http.Answer answer) {
    return answer.json().path("sentMessages").findValuesAsText("id");
  }

  private static String detail(Http.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    JsonNode first = answer.json().path("details").path(0);
    return first.path("property").asText() + " " + first.path("message").asText();
  }

  private Http.Answer push(String to, String... texts) {
    return post("/v2/bot/message/push", body("to", to, texts));
  }

  private Http.Answer pushWithKey(String key, String to, String text) {
    return post("/v2/bot/message/push", body("to", to, text), "X-Line-Retry-Key", key);
  }

  private Http.Answer reply(String token, String text) {
    return post("/v2/bot/message/reply", body("replyToken", token, text));
  }

  private static String body(String addressee, String value, String... texts) {
    var body = Json.object().put(addressee, value);
    var messages = body.putArray("messages");
    for (String text : texts) {
      messages.addObject().put("type", "text").put("text", text);
    }
    return body.toString();
  }

  private Http.Answer get(String path) {
    return call("GET", path, "");
  }

  private Http.Answer post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  private Http.Answer call(String method, String path, String body, String... headers) {
    List<String> all = new java.util.ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", "Bearer " + bot.channelAccessToken()));
    all.addAll(List.of("Content-Type", "application/json"));
    return Http.call(method, line.apiUrl(), path, body, all.toArray(String[]::new));
  }
}
