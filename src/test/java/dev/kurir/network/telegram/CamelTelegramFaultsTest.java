package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.FakeTelegram.envelope;
import static dev.kurir.network.telegram.TelegramLab.TOKEN;
import static dev.kurir.network.telegram.TelegramLab.bot;
import static dev.kurir.network.telegram.TelegramLab.dispatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.telegram.model.OutgoingTextMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault of Camel's own telegram component, shown to be gone. */
class CamelTelegramFaultsTest {
  private static final String BLOCKED =
      envelope(403, "Forbidden: bot was blocked by the user", "{}");
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private TelegramLab lab;

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void failedSendDoesNotContinueTheRoute() throws Exception {
    lab = outbound();
    lab.telegram.answer("sendMessage", 403, BLOCKED);
    assertThatThrownBy(() -> lab.template().sendBody("direct:out", dispatch(7, 42, "Halo")))
        .hasCauseInstanceOf(SendFailedException.class);
    assertThat(steps).isEmpty();

    lab.template().sendBody("direct:out", dispatch(7, 42, "Halo"));
    assertThat(steps).containsExactly("next");
  }

  @Test
  void failedSendIsCaughtByDoTry() throws Exception {
    lab = new TelegramLab();
    lab.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:out")
                .doTry()
                .to("telegram:bots")
                .process(e -> steps.add("next"))
                .doCatch(SendFailedException.class)
                .process(e -> steps.add("caught"))
                .end();
          }
        });
    lab.network.open(bot());
    lab.telegram.answer("sendMessage", 429, envelope(429, "Too Many", "{\"retry_after\":3}"));
    lab.template().sendBody("direct:out", dispatch(7, 42, "Halo"));
    assertThat(steps).containsExactly("caught");
  }

  @Test
  void engineersRouteWithItsOwnTokenStopsAtAFailedSend() throws Exception {
    lab = new TelegramLab();
    lab.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:own")
                .to("telegram:bots?authorizationToken=" + TOKEN)
                .process(e -> steps.add(e.getMessage().getBody(String.class)));
          }
        });
    ProducerTemplate template = lab.template();
    lab.telegram.answer("sendMessage", 403, BLOCKED);
    assertThatThrownBy(
            () -> template.sendBodyAndHeader("direct:own", "a", "CamelTelegramChatId", "42"))
        .hasCauseInstanceOf(SendFailedException.class);
    template.sendBodyAndHeader("direct:own", "b", "CamelTelegramChatId", "42");
    OutgoingTextMessage message = new OutgoingTextMessage();
    message.setText("c");
    message.setChatId("43");
    message.setParseMode("HTML");
    template.sendBody("direct:own", message);

    assertThat(steps).hasSize(2).first().isEqualTo("b");
    assertThat(lab.telegram.sent.toString())
        .isEqualTo(
            "[{\"chat_id\":42,\"text\":\"b\"},"
                + " {\"chat_id\":43,\"text\":\"c\",\"parse_mode\":\"HTML\"}]");
  }

  @Test
  void twoThousandSendsOnSixteenThreadsAreNeitherMalformedNorMixed() throws Exception {
    lab = outbound();
    ProducerTemplate template = lab.template();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Callable<Outcome>> sends = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      int chat = 1 + i % 20;
      String text = "to " + chat + ": " + i + " " + "ä".repeat(i % 700);
      sends.add(() -> template.requestBody("direct:out", dispatch(7, chat, text), Outcome.class));
    }
    Map<String, String> ids = new HashMap<>();
    for (Future<Outcome> future : threads.invokeAll(sends)) {
      Outcome.Delivered delivered = (Outcome.Delivered) future.get();
      String id = delivered.sentIds().get(0).value();
      assertThat(ids.put(id, id)).isNull();
    }
    threads.shutdown();

    assertThat(lab.telegram.malformed).isEmpty();
    assertThat(lab.telegram.sent).hasSize(2000);
    for (JsonNode sent : lab.telegram.sent) {
      assertThat(sent.path("text").asText()).startsWith("to " + sent.path("chat_id") + ": ");
    }
  }

  @Test
  void noExceptionTextHoldsTheToken() throws Exception {
    lab = outbound();
    List<Throwable> failures = new ArrayList<>();
    lab.telegram.answer(
        "sendMessage", 404, envelope(404, "no /bot" + TOKEN + "/sendMessage", "{}"));
    failures.add(failure("direct:out"));
    lab.telegram.answer("sendMessage", 403, BLOCKED);
    failures.add(failure("direct:out"));
    lab.telegram.answer("sendMessage", 502, "<html>/bot" + TOKEN + "</html>");
    failures.add(failure("direct:out"));
    lab.telegram.breakOff("sendMessage");
    failures.add(failure("direct:out"));
    lab.telegram.close();
    failures.add(failure("direct:out"));

    for (Throwable failure : failures) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain("AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM");
    }
  }

  private Throwable failure(String route) {
    try {
      lab.template().sendBody(route, dispatch(7, 42, "Halo"));
    } catch (CamelExecutionException e) {
      return e;
    }
    throw new AssertionError("was sent");
  }

  @Test
  void failingRouteSeesItsUpdateAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    lab = new TelegramLab();
    lab.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("telegram:bots")
                .process(
                    e -> {
                      if (attempts.incrementAndGet() <= 3) {
                        throw new IllegalStateException("the journal is full");
                      }
                      lab.stored.addAll(arrivals(e.getMessage().getBody()));
                    });
          }
        });
    lab.network.open(bot());
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));

    await().until(() -> lab.stored.size() == 1);
    assertThat(lab.stored.get(0).text()).isEqualTo("Halo");
    assertThat(attempts).hasValue(4);
    await().until(() -> lab.telegram.unconfirmed(TOKEN) == 0);
    await().until(() -> lab.network.health(new BotId(7)).up());
  }

  @Test
  void everyKindOfUpdateIsAskedForAndArrivesWithItsContent() throws Exception {
    lab = inbound();
    JsonNode member =
        FakeTelegram.JSON.readTree(
            """
            {"chat":{"id":42,"type":"private","first_name":"Darma"},"date":1700000001,
             "from":{"id":42,"is_bot":false,"first_name":"Darma"},
             "old_chat_member":{"status":"member","user":{"id":77,"is_bot":true,"first_name":"B"}},
             "new_chat_member":{"status":"kicked","until_date":0,
               "user":{"id":77,"is_bot":true,"first_name":"B"}}}
            """);
    JsonNode reaction =
        FakeTelegram.JSON.readTree(
            """
            {"chat":{"id":42,"type":"private","first_name":"Darma"},"message_id":9,
             "user":{"id":42,"is_bot":false,"first_name":"Darma"},"date":1700000002,
             "old_reaction":[],"new_reaction":[{"type":"emoji","emoji":"👍"}]}
            """);
    lab.telegram.update(TOKEN, "edited_message", FakeTelegram.message(42, "Halo!"));
    lab.telegram.update(TOKEN, "my_chat_member", member);
    lab.telegram.update(TOKEN, "message_reaction", reaction);

    await().until(() -> lab.stored.size() == 3);
    assertThat(lab.stored)
        .extracting(Arrival::kind, Arrival::text)
        .containsExactly(
            tuple("edited", "[edited] Halo!"),
            tuple("my_chat_member", "[blocked the bot]"),
            tuple("message_reaction", "[reacted 👍]"));
    assertThat(lab.telegram.calls("getUpdates").get(0).arguments().path("allowed_updates"))
        .extracting(JsonNode::asText)
        .contains("edited_message", "my_chat_member", "message_reaction", "chat_member");
  }

  @Test
  void updateIdReplyAndExactPlaceAreKept() throws Exception {
    lab = inbound();
    JsonNode message =
        FakeTelegram.JSON.readTree(
            """
            {"message_id":6,"date":1700000000,"chat":{"id":42,"type":"private","first_name":"D"},
             "from":{"id":42,"is_bot":false,"first_name":"D"},
             "location":{"latitude":-6.2146199,"longitude":106.8451234},
             "reply_to_message":{"message_id":5,"date":1,"chat":{"id":42,"type":"private"}}}
            """);
    long id = lab.telegram.update(TOKEN, "message", message);

    await().until(() -> lab.stored.size() == 1);
    Arrival arrival = lab.stored.get(0);
    assertThat(arrival.networkMessageId()).hasToString(Long.toString(id));
    assertThat(arrival.quotes()).hasToString("42:5");
    assertThat(arrival.text()).isEqualTo("[location -6.2146199, 106.8451234]");
  }

  @Test
  void retryAfterIsObeyedByTheSenderAndByThePoller() throws Exception {
    lab = new TelegramLab();
    String flood = envelope(429, "Too Many Requests: retry after 17", "{\"retry_after\":17}");
    lab.telegram.answer("getUpdates", 429, flood);
    receive(lab);
    await().until(() -> !lab.waits.isEmpty());
    assertThat(lab.waits.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(17));

    lab.telegram.answer("sendMessage", 429, flood);
    SendFailedException failure = (SendFailedException) failure("direct:out").getCause();
    assertThat(failure.outcome())
        .isEqualTo(
            new Outcome.RetryLater(
                Duration.ofSeconds(17),
                Outcome.Scope.CONVERSATION,
                "Telegram 429: Too Many Requests: retry after 17"));
  }

  @Test
  void webhookIsSetWithASecretCheckedAndKeptWhenKurirStops() throws Exception {
    lab = new TelegramLab("https://kurir.example/base/", null);
    receive(lab);
    JsonNode set = lab.telegram.calls("setWebhook").get(0).arguments();
    String secret = set.path("secret_token").asText();
    assertThat(set.path("url").asText())
        .isEqualTo("https://kurir.example/base/webhook/telegram/key7");
    assertThat(secret).matches("[A-Za-z0-9_-]{43}");
    assertThat(set.path("allowed_updates")).hasSize(25);
    assertThat(set.path("drop_pending_updates").asBoolean(true)).isFalse();

    String update = "{\"update_id\":1,\"message\":" + FakeTelegram.message(42, "Halo") + "}";
    assertThat(lab.post("key7", null, update).statusCode()).isEqualTo(401);
    assertThat(lab.post("key7", "wrong", update).statusCode()).isEqualTo(401);
    assertThat(lab.stored).isEmpty();
    assertThat(lab.post("key7", secret, update).statusCode()).isEqualTo(200);
    assertThat(lab.stored).hasSize(1);

    lab.network.close(new BotId(7));
    lab.camel.stop();
    assertThat(lab.telegram.webhook(TOKEN)).endsWith("key7");
    assertThat(lab.telegram.calls("deleteWebhook")).isEmpty();
  }

  @Test
  void camelsOwnWebhookIsRefusedAndSaysWhatIsRight() throws Exception {
    lab = new TelegramLab();
    assertThatThrownBy(
            () ->
                lab.with(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("webhook:telegram:bots?authorizationToken=" + TOKEN)
                            .to("mock:received");
                      }
                    }))
        .hasStackTraceContaining("webhook:telegram is refused")
        .hasStackTraceContaining("kurir.http.public-url");
    assertThat(lab.telegram.calls).isEmpty();
  }

  private TelegramLab inbound() throws Exception {
    TelegramLab made = new TelegramLab();
    receive(made);
    return made;
  }

  private TelegramLab outbound() throws Exception {
    return inbound();
  }

  private void receive(TelegramLab made) throws Exception {
    made.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("telegram:bots")
                .process(e -> made.stored.addAll(arrivals(e.getMessage().getBody())));
            from("direct:out").to("telegram:bots").process(e -> steps.add("next"));
          }
        });
    made.network.open(bot());
  }

  @SuppressWarnings("unchecked")
  static List<Arrival> arrivals(Object body) {
    return (List<Arrival>) body;
  }
}
