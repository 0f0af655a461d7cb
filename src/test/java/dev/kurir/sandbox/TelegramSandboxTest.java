package dev.kurir.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.testing.PinnedClock;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelegramSandboxTest {
  private final PinnedClock clock = new PinnedClock("2026-01-02T03:04:05Z");
  private final TelegramSandbox telegram = TelegramSandbox.start(0, clock);
  private final TelegramBot bot = telegram.addBot("tokobunga_bot");
  private final TelegramUser darma = telegram.addUser("darmaastawan", "Darma", "Astawan");

  @AfterEach
  void stop() {
    telegram.close();
  }

  @Test
  void botKnowsItselfByItsToken() {
    JsonNode me = call("getMe", "").json().path("result");
    assertThat(me.path("username").asText()).isEqualTo("tokobunga_bot");
    assertThat(me.path("is_bot").asBoolean()).isTrue();
  }

  @Test
  void unknownTokenIsUnauthorizedAndUnknownMethodNotFound() {
    Http.Answer answer = Http.call("GET", telegram.apiUrl(), "/bot7:nonsense/getMe", "");
    assertThat(answer.json().toString())
        .isEqualTo("{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(call("sendMassage", "{}").status()).isEqualTo(404);
    assertThat(call("sendMassage", "{}").json().path("ok").asBoolean(true)).isFalse();
  }

  @Test
  void writtenTextIsAnUpdateUntilItIsConfirmed() {
    darma.says(bot, "Halo");
    darma.says(bot, "Apa kabar?");
    JsonNode first = updates("{}");
    assertThat(first).hasSize(2);
    JsonNode message = first.path(0).path("message");
    assertThat(message.path("text").asText()).isEqualTo("Halo");
    assertThat(message.path("from").path("username").asText()).isEqualTo("darmaastawan");
    assertThat(message.path("chat").path("type").asText()).isEqualTo("private");
    assertThat(message.path("chat").path("id").asLong()).isEqualTo(darma.id());
    assertThat(darma.id()).isGreaterThan(Integer.MAX_VALUE);
    assertThat(updates("{}")).isEqualTo(first);
    long second = first.path(1).path("update_id").asLong();
    assertThat(second).isEqualTo(first.path(0).path("update_id").asLong() + 1);
    assertThat(updates("{\"offset\":" + second + "}")).hasSize(1);
    assertThat(telegram.pendingUpdates(bot)).isEqualTo(1);
    assertThat(updates("{\"offset\":" + (second + 1) + "}")).isEmpty();
    assertThat(telegram.pendingUpdates(bot)).isZero();
  }

  @Test
  void limitAndNegativeOffsetReadParts() {
    IntStream.range(0, 5).forEach(i -> darma.says(bot, "n" + i));
    assertThat(updates("{\"limit\":2}")).hasSize(2);
    JsonNode last = updates("{\"offset\":-1}");
    assertThat(last).hasSize(1);
    assertThat(last.path(0).path("message").path("text").asText()).isEqualTo("n4");
    assertThat(telegram.pendingUpdates(bot)).isEqualTo(1);
  }

  @Test
  void longPollEndsWithTheNextUpdate() {
    CompletableFuture<HttpResponse<String>> poll = poll();
    await().until(() -> telegram.requests("getUpdates") == 1);
    assertThat(poll).isNotDone();
    darma.says(bot, "Halo");
    assertThat(poll.join().body()).contains("Halo");
  }

  @Test
  void longPollEndsEmptyAfterItsTime() {
    assertThat(updates("{\"timeout\":1}")).isEmpty();
  }

  @Test
  void secondPollerTerminatesTheFirst() {
    CompletableFuture<HttpResponse<String>> first = poll();
    await().until(() -> telegram.requests("getUpdates") == 1);
    CompletableFuture<HttpResponse<String>> second = poll();
    assertThat(first.join().statusCode()).isEqualTo(409);
    assertThat(first.join().body())
        .contains("Conflict: terminated by other getUpdates request; make sure that only one");
    darma.says(bot, "Halo");
    assertThat(second.join().body()).contains("Halo");
  }

  @Test
  void webhookAndPollingExcludeEachOther() throws Exception {
    try (WebhookReceiver webhook = new WebhookReceiver()) {
      CompletableFuture<HttpResponse<String>> poll = poll();
      await().until(() -> telegram.requests("getUpdates") == 1);
      assertThat(setWebhook(webhook, "").json().path("description").asText())
          .isEqualTo("Webhook was set");
      assertThat(poll.join().body()).contains("Conflict: terminated by setWebhook request");
      Http.Answer refused = call("getUpdates", "{}");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("description").asText())
          .startsWith("Conflict: can't use getUpdates method while webhook is active");
      assertThat(call("deleteWebhook", "").json().path("result").asBoolean()).isTrue();
      assertThat(call("getUpdates", "{}").status()).isEqualTo(200);
      assertThat(call("deleteWebhook", "").json().path("description").asText())
          .isEqualTo("Webhook is already deleted");
    }
  }

  @Test
  void webhookGetsUpdatesInOrderWithTheSecretUntilItTakesThem() throws Exception {
    try (WebhookReceiver webhook = new WebhookReceiver()) {
      darma.says(bot, "n0");
      webhook.answerNext(500);
      setWebhook(webhook, ",\"secret_token\":\"S-1_x\"");
      IntStream.range(1, 20).forEach(i -> darma.says(bot, "n" + i));
      await().until(() -> telegram.pendingUpdates(bot) == 0);
      assertThat(webhook.received()).hasSize(21);
      assertThat(webhook.received().get(0).headers().get("X-Telegram-Bot-Api-Secret-Token"))
          .isEqualTo("S-1_x");
      assertThat(webhook.received().subList(1, 21))
          .extracting(TelegramSandboxTest::textOf)
          .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "n" + i).toList());
      JsonNode info = call("getWebhookInfo", "").json().path("result");
      assertThat(info.path("url").asText()).isEqualTo(webhook.url().toString());
      assertThat(info.path("last_error_message").asText()).contains("500");
      assertThat(telegram.webhookUrl(bot)).isEqualTo(webhook.url().toString());
    }
  }

  @Test
  void webhookRulesAreChecked() throws Exception {
    try (WebhookReceiver webhook = new WebhookReceiver()) {
      assertThat(
              setWebhook(webhook, ",\"secret_token\":\"a b\"").json().path("description").asText())
          .isEqualTo("Bad Request: secret token contains unallowed characters");
      String tooLong = ",\"secret_token\":\"" + "a".repeat(257) + "\"";
      assertThat(setWebhook(webhook, tooLong).status()).isEqualTo(400);
      assertThat(call("setWebhook", "{\"url\":\"nonsense\"}").status()).isEqualTo(400);
      assertThat(telegram.webhookUrl(bot)).isNull();
    }
  }

  @Test
  void pendingUpdatesAreDroppedOnRequest() {
    darma.says(bot, "lama");
    call("deleteWebhook", "{\"drop_pending_updates\":true}");
    assertThat(telegram.pendingUpdates(bot)).isZero();
  }

  @Test
  void onlyAllowedKindsBecomeUpdates() {
    String reaction = "{\"message_reaction\":{\"message_id\":1}}";
    assertThat(darma.sends(bot, reaction)).isZero();
    updates("{\"allowed_updates\":[\"message_reaction\"]}");
    assertThat(darma.sends(bot, reaction)).isPositive();
    darma.says(bot, "tidak diminta");
    assertThat(updates("{}")).hasSize(1);
    updates("{\"allowed_updates\":[]}");
    darma.says(bot, "diminta");
    assertThat(updates("{}")).hasSize(2);
  }

  @Test
  void sentTextIsShownAndReturned() {
    darma.says(bot, "Halo");
    JsonNode result = send(darma.id(), "halo juga").json().path("result");
    assertThat(result.path("text").asText()).isEqualTo("halo juga");
    assertThat(result.path("chat").path("id").asLong()).isEqualTo(darma.id());
    assertThat(telegram.messagesTo(darma))
        .extracting(ShownMessage::text)
        .containsExactly("halo juga");
    assertThat(telegram.messagesTo(darma).get(0).id())
        .isEqualTo(result.path("message_id").asText());
  }

  @Test
  void formIsAsGoodAsJson() {
    darma.says(bot, "Halo");
    Http.Answer answer =
        Http.call(
            "POST",
            telegram.apiUrl(),
            path("sendMessage"),
            "chat_id=" + darma.id() + "&text=halo+juga%21",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(answer.status()).isEqualTo(200);
    Http.call(
        "GET",
        telegram.apiUrl(),
        path("sendMessage") + "?chat_id=" + darma.id() + "&text=lagi",
        "");
    assertThat(telegram.messagesTo(darma))
        .extracting(ShownMessage::text)
        .containsExactly("halo juga!", "lagi");
  }

  @Test
  void brokenSendsAreRefusedInTelegramsWords() {
    assertThat(error(send(darma.id(), "x"))).isEqualTo("400 Bad Request: chat not found");
    darma.says(bot, "Halo");
    assertThat(error(send(darma.id(), ""))).isEqualTo("400 Bad Request: message text is empty");
    assertThat(error(send(darma.id(), "x".repeat(4097))))
        .isEqualTo("400 Bad Request: message is too long");
    assertThat(send(darma.id(), "x".repeat(4096)).status()).isEqualTo(200);
    assertThat(error(send(4711, "x"))).isEqualTo("400 Bad Request: chat not found");
    assertThat(error(call("sendMessage", "{\"chat_id\":")))
        .isEqualTo("400 Bad Request: can't parse parameters JSON object");
    darma.blocks(bot);
    assertThat(error(send(darma.id(), "x")))
        .isEqualTo("403 Forbidden: bot was blocked by the user");
    darma.unblocks(bot);
    assertThat(send(darma.id(), "x").status()).isEqualTo(200);
    assertThat(updates("{}").findValuesAsText("status"))
        .containsExactly("member", "kicked", "kicked", "member");
  }

  @Test
  void upgradedGroupNamesItsNewId() {
    TelegramGroup group = telegram.addGroup("Arisan");
    darma.says(bot, group, "Halo semua");
    TelegramGroup upgraded = telegram.upgrade(group);
    Http.Answer moved = send(group.id(), "x");
    assertThat(moved.status()).isEqualTo(400);
    assertThat(moved.json().path("parameters").path("migrate_to_chat_id").asLong())
        .isEqualTo(upgraded.id());
    assertThat(send(upgraded.id(), "x").status()).isEqualTo(200);
    assertThat(telegram.messagesTo(upgraded)).hasSize(1);
  }

  @Test
  void replyToMissingMessageFailsUnlessAllowed() {
    long id = darma.says(bot, "Halo");
    assertThat(sendReply(id, false).status()).isEqualTo(200);
    assertThat(error(sendReply(999, false)))
        .isEqualTo("400 Bad Request: message to be replied not found");
    assertThat(sendReply(999, true).status()).isEqualTo(200);
    assertThat(telegram.messagesTo(darma))
        .extracting(ShownMessage::quotes)
        .containsExactly(Long.toString(id), null);
  }

  @Test
  void editsRepliesAndCommandsAreSpelledAsTelegramDoes() {
    long id = darma.says(bot, "/start sari");
    darma.edits(bot, id, "Halo");
    darma.replies(bot, id, "ya");
    JsonNode updates = updates("{}");
    JsonNode entity = updates.path(0).path("message").path("entities").path(0);
    assertThat(entity.path("type").asText()).isEqualTo("bot_command");
    assertThat(entity.path("length").asInt()).isEqualTo(6);
    JsonNode edited = updates.path(1).path("edited_message");
    assertThat(edited.path("message_id").asLong()).isEqualTo(id);
    assertThat(edited.path("edit_date").asLong()).isEqualTo(clock.instant().getEpochSecond());
    JsonNode replied = updates.path(2).path("message").path("reply_to_message");
    assertThat(replied.path("message_id").asLong()).isEqualTo(id);
  }

  @Test
  void pacingAsksToWait() {
    TelegramUser other = telegram.addUser(null, "Budi", null);
    darma.says(bot, "Halo");
    other.says(bot, "Halo");
    telegram.paced(true);
    assertThat(send(darma.id(), "1").status()).isEqualTo(200);
    Http.Answer soon = send(darma.id(), "2");
    assertThat(soon.status()).isEqualTo(429);
    assertThat(soon.json().path("parameters").path("retry_after").asInt()).isEqualTo(1);
    assertThat(send(other.id(), "1").status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(send(darma.id(), "2").status()).isEqualTo(200);
    assertThat(telegram.messagesTo(darma)).hasSize(2);
  }

  @Test
  void pacingLimitsTheBotToThirtyASecond() {
    telegram.paced(true);
    List<Integer> statuses =
        LongStream.range(0, 31)
            .mapToObj(i -> telegram.addUser(null, "n" + i, null))
            .map(
                user -> {
                  user.says(bot, "Halo");
                  return send(user.id(), "x").status();
                })
            .toList();
    assertThat(statuses.subList(0, 30)).containsOnly(200);
    assertThat(statuses.get(30)).isEqualTo(429);
  }

  @Test
  void faultsStrikeTheNextSendsOnly() {
    darma.says(bot, "Halo");
    telegram.faults(bot).retryAfter(Duration.ofSeconds(7));
    telegram.faults(bot).next(1, Fault.RATE_LIMIT);
    telegram.faults(bot).next(1, Fault.SERVER_ERROR);
    telegram.faults(bot).next(1, Fault.SERVER_ERROR, "getUpdates");
    assertThat(call("getUpdates", "{}").status()).isEqualTo(500);
    Http.Answer slow = send(darma.id(), "x");
    assertThat(slow.json().path("parameters").path("retry_after").asInt()).isEqualTo(7);
    assertThat(error(slow)).isEqualTo("429 Too Many Requests: retry after 7");
    assertThat(error(send(darma.id(), "x"))).isEqualTo("500 Internal Server Error");
    assertThat(telegram.messagesTo(darma)).isEmpty();
    telegram.faults().next(1, Fault.RESET_AFTER_PROCESSING);
    assertThatThrownBy(() -> send(darma.id(), "x")).isInstanceOf(UncheckedIOException.class);
    assertThat(telegram.messagesTo(darma)).hasSize(1);
    assertThat(telegram.requests("sendMessage")).isEqualTo(3);
  }

  @Test
  void personCanBePlayedWithCurl() {
    Http.Answer said =
        Http.call(
            "POST", telegram.apiUrl(), "/sandbox/telegram/users/darmaastawan/says", "Halo lagi");
    assertThat(said.status()).isEqualTo(200);
    assertThat(updates("{}").path(0).path("message").path("text").asText()).isEqualTo("Halo lagi");
    send(darma.id(), "halo");
    Http.Answer shown =
        Http.call("GET", telegram.apiUrl(), "/sandbox/telegram/users/darmaastawan/messages", "");
    assertThat(shown.json().path(0).path("text").asText()).isEqualTo("halo");
  }

  @Test
  void tokenIsNotPrinted() {
    List<String> requests = new CopyOnWriteArrayList<>();
    telegram.onRequest(request -> requests.add(request.toString()));
    call("getMe", "");
    assertThat(requests).hasSize(1).allMatch(request -> !request.contains(bot.token()));
    assertThat(bot.toString()).doesNotContain(bot.token());
  }

  private static String textOf(WebhookReceiver.Received received) {
    return Json.trusted(new String(received.body(), StandardCharsets.UTF_8))
        .path("message")
        .path("text")
        .asText();
  }

  private static String error(Http.Answer answer) {
    assertThat(answer.json().path("ok").asBoolean(true)).isFalse();
    assertThat(answer.json().path("error_code").asInt()).isEqualTo(answer.status());
    return answer.status() + " " + answer.json().path("description").asText();
  }

  private CompletableFuture<HttpResponse<String>> poll() {
    return Http.CLIENT.sendAsync(
        Http.request("GET", telegram.apiUrl(), path("getUpdates") + "?timeout=10", ""),
        BodyHandlers.ofString());
  }

  private JsonNode updates(String parameters) {
    return call("getUpdates", parameters).json().path("result");
  }

  private Http.Answer setWebhook(WebhookReceiver webhook, String more) {
    return call("setWebhook", "{\"url\":\"" + webhook.url() + "\"" + more + "}");
  }

  private Http.Answer send(long chat, String text) {
    return call("sendMessage", Json.object().put("chat_id", chat).put("text", text).toString());
  }

  private Http.Answer sendReply(long messageId, boolean without) {
    var body = Json.object().put("chat_id", darma.id()).put("text", "x");
    body.putObject("reply_parameters")
        .put("message_id", messageId)
        .put("allow_sending_without_reply", without);
    return call("sendMessage", body.toString());
  }

  private Http.Answer call(String method, String json) {
    return Http.call(
        "POST", telegram.apiUrl(), path(method), json, "Content-Type", "application/json");
  }

  private String path(String method) {
    return "/bot" + bot.token() + "/" + method;
  }
}
