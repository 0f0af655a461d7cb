package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.FakeTelegram.envelope;
import static dev.kurir.network.telegram.TelegramLab.TOKEN;
import static dev.kurir.network.telegram.TelegramLab.bot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.BotId;
import dev.kurir.network.BotHealth;
import dev.kurir.network.RefusedException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelegramWebhookTest {
  private final AtomicBoolean full = new AtomicBoolean();
  private final String secret =
      TelegramToken.parse("token", TOKEN).webhookSecret(bot().webhookKey());
  private final String update =
      "{\"update_id\":1,\"message\":" + FakeTelegram.message(42, "Halo") + "}";
  private TelegramLab lab;

  @BeforeEach
  void start() throws Exception {
    lab = new TelegramLab("https://kurir.example", null);
    lab.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("telegram:bots")
                .process(
                    e -> {
                      if (full.get()) {
                        throw new IllegalStateException("the journal is full");
                      }
                      lab.stored.addAll(CamelTelegramFaultsTest.arrivals(e.getMessage().getBody()));
                    });
          }
        });
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void unknownKeyIsNotFound() throws Exception {
    lab.network.open(bot());
    assertThat(lab.post("other", secret, update).statusCode()).isEqualTo(404);
    lab.network.close(new BotId(7));
    assertThat(lab.post("key7", secret, update).statusCode()).isEqualTo(404);
  }

  @Test
  void malformedBodyIsABadRequestAndNothingOfItComesBack() throws Exception {
    lab.network.open(bot());
    for (String body : new String[] {"{\"secret words", "[]", "7", ""}) {
      HttpResponse<String> answer = lab.post("key7", secret, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("expected: one update").doesNotContain("secret words");
    }
  }

  @Test
  void updateThatWasNotStoredIsAskedForAgain() throws Exception {
    lab.network.open(bot());
    full.set(true);
    HttpResponse<String> answer = lab.post("key7", secret, update);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().map()).doesNotContainKey("x-telegram-bot-api-secret-token");
    full.set(false);
    assertThat(lab.post("key7", secret, update).statusCode()).isEqualTo(200);
    assertThat(lab.stored).hasSize(1);
  }

  @Test
  void everyUpdateOfTheSpecificationIsAcceptedAndStored() throws Exception {
    lab.network.open(bot());
    Map<String, ObjectNode> updates = new TelegramExamples().updates();
    for (Map.Entry<String, ObjectNode> example : updates.entrySet()) {
      assertThat(lab.post("key7", secret, example.getValue().toString()).statusCode())
          .as(example.getKey())
          .isEqualTo(200);
    }
    assertThat(lab.stored).hasSize(updates.size());
  }

  @Test
  void removedBotLosesItsWebhook() throws Exception {
    lab.network.open(bot());
    assertThat(lab.telegram.webhook(TOKEN)).isNotEmpty();
    lab.network.remove(bot());
    assertThat(lab.telegram.webhook(TOKEN)).isEmpty();
  }

  @Test
  void webhookIsSetWhenTelegramIsBack() throws Exception {
    lab.telegram.answer("setWebhook", 502, "<html>");
    lab.telegram.answer("setWebhook", 429, envelope(429, "Flood", "{\"retry_after\":1}"));
    lab.network.open(bot());
    await().until(() -> lab.network.health(new BotId(7)).up());
    assertThat(lab.network.health(new BotId(7))).isEqualTo(new BotHealth(true, "webhook"));
  }

  @Test
  void addressThatTelegramRefusesIsSaid() throws Exception {
    String https = "Bad Request: bad webhook: HTTPS url must be provided for webhook";
    lab.telegram.answer("setWebhook", 400, envelope(400, https, "{}"));
    assertThatThrownBy(() -> lab.network.open(bot()))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Telegram 400: " + https);
    assertThat(lab.network.health(new BotId(7)))
        .isEqualTo(new BotHealth(false, "Telegram 400: " + https));
  }

  @Test
  void webhookIsLookedAfter() throws Exception {
    BotId bot = new BotId(7);
    lab.network.open(bot());
    await().until(() -> lab.routine != null);
    assertThat(lab.memory.marks.get(bot)).startsWith("read ");

    String set = lab.telegram.webhook(TOKEN);
    lab.telegram.answer(
        "getWebhookInfo",
        200,
        "{\"ok\":true,\"result\":{\"url\":\""
            + set
            + "\",\"pending_update_count\":3,\"last_error_date\":1,"
            + "\"last_error_message\":\"Connection refused\"}}");
    look();
    await()
        .until(
            () ->
                lab.network
                    .health(bot)
                    .equals(
                        new BotHealth(
                            false,
                            "webhook, but Telegram can't deliver 3 updates: Connection refused")));

    lab.telegram.webhook(TOKEN, "");
    look();
    await().until(() -> lab.network.health(bot).up());
    assertThat(lab.telegram.webhook(TOKEN)).isEqualTo(set);

    await().until(() -> lab.routine != null);
    lab.telegram.webhook(TOKEN, "https://elsewhere.example/");
    look();
    await().until(() -> lab.network.health(bot).detail().startsWith("another program set"));

    await().until(() -> lab.routine != null);
    lab.telegram.revoke(TOKEN);
    look();
    await().until(() -> lab.network.health(bot).detail().startsWith("token refused: "));
    lab.telegram.account(TOKEN);
    await().until(() -> lab.network.health(bot).up());
    assertThat(lab.telegram.webhook(TOKEN)).isEqualTo(set);
  }

  private void look() {
    Runnable due = lab.routine;
    lab.routine = null;
    due.run();
  }

  @Test
  void sendThatIsRefusedForItsTokenShowsInHealth() throws Exception {
    lab.network.open(bot());
    await().until(() -> lab.routine != null);
    lab.telegram.answer("sendMessage", 401, envelope(401, "Unauthorized", "{}"));
    lab.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:out").errorHandler(noErrorHandler()).to("telegram:bots");
          }
        });
    var dispatch = TelegramLab.dispatch(7, 42, "Halo");
    assertThatThrownBy(() -> lab.template().requestBody("direct:out", dispatch));
    assertThat(lab.network.health(new BotId(7)).detail()).startsWith("token refused: ");
    look();
    await().until(() -> lab.network.health(new BotId(7)).up());
  }
}
