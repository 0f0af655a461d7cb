package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.network.SendFailedException;
import dev.kurir.network.line.LineServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The shipped outbound route against a server that answers as LINE's specification says. */
class LineOutboundTest {
  private static final String PUSH = "POST /v2/bot/message/push";
  private static final String TEXT = "a text that nobody else may read";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private LineServer line;
  private LineNetwork network;
  private ProducerTemplate kurir;

  @BeforeEach
  void start() throws Exception {
    line = new LineServer();
    serve(Sample.network(line.url(), null));
  }

  private void serve(LineNetwork served) throws Exception {
    network = served;
    network.open(Sample.bot());
    // The shipped routes leave failures to their policy, which is not part of this test.
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel.addComponent("line", network.component());
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel)
                .resolveResource("file:routes/networks/line-outbound.camel.yaml"));
    camel.start();
    kurir = camel.createProducerTemplate();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stop() {
    root.setLevel(level);
    root.detachAppender(log);
    camel.stop();
    line.close();
    line.assertLawful();
    assertThat(log.list)
        .as("log lines with a token or a text")
        .noneMatch(
            event ->
                event.getFormattedMessage().contains(Sample.TOKEN)
                    || event.getFormattedMessage().contains(TEXT));
  }

  @Test
  void allItemsGoInOneRequestWithTheRetryKey() throws Exception {
    line.on(PUSH, sent("461230966842064897", "461230966842064898"));
    Outcome outcome = send(Sample.dispatch(Sample.USER, TEXT, "second"));
    assertThat(outcome)
        .isEqualTo(
            new Delivered(
                List.of(
                    new NetworkMessageId("461230966842064897"),
                    new NetworkMessageId("461230966842064898"))));
    LineServer.Call call = line.calls.get(0);
    assertThat(line.calls).hasSize(1);
    assertThat(call.headers())
        .containsEntry("X-line-retry-key", Sample.RETRY_KEY.toString())
        .containsEntry("Authorization", "Bearer " + Sample.TOKEN);
    assertThat(call.headers().keySet()).noneMatch(name -> name.startsWith("Camel"));
    JsonNode body = new ObjectMapper().readTree(call.body());
    assertThat(body.path("to").asText()).isEqualTo(Sample.USER);
    assertThat(body.path("messages").findValuesAsText("text")).containsExactly(TEXT, "second");
  }

  @Test
  void groupsAndRoomsAreRecipientsToo() {
    line.on(PUSH, sent("1"));
    assertThat(send(Sample.dispatch("Ca56f94637cc4347f90a25382909b24b9", TEXT)))
        .isInstanceOf(Delivered.class);
    assertThat(send(Sample.dispatch("Ra8dbf4673c4c812cd491258042226c99", TEXT)))
        .isInstanceOf(Delivered.class);
  }

  @Test
  void repeatThatLineRecognisesIsDelivered() {
    line.on(
        PUSH,
        Reply.json(
                409,
                "{\"message\":\"The retry key is already accepted\",\"sentMessages\":[{\"id\":\"5\"}]}")
            .with("X-Line-Accepted-Request-Id", "123e4567-e89b-12d3-a456-426614174001"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new Delivered(List.of(new NetworkMessageId("5"))));
  }

  @Test
  void repeatWithoutIdsIsDeliveredAllTheSame() {
    line.on(
        PUSH,
        Reply.error(409, "The retry key is already accepted")
            .with("X-Line-Accepted-Request-Id", "123e4567-e89b-12d3-a456-426614174001"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT))).isEqualTo(new Delivered(List.of()));
  }

  @Test
  void rateLimitLetsTheBotWaitAsLongAsLineAsks() {
    String reason = "The API rate limit has been exceeded. Try again later.";
    line.on(PUSH, Reply.error(429, reason).with("Retry-After", "17"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(
            new RetryLater(Duration.ofSeconds(17), Scope.BOT, "LINE answered 429: " + reason));
    line.on(PUSH, Reply.error(429, reason));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new RetryLater(null, Scope.BOT, "LINE answered 429: " + reason));
  }

  @Test
  void refusedMessageCarriesLinesReasonAndDetailsButNotTheText() {
    line.on(
        PUSH,
        Reply.json(
            400,
            """
            {"message":"The request body has 1 error(s)",
             "details":[{"message":"May not be '%s'","property":"messages[0].text"}]}
            """
                .formatted(TEXT)));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(
            new Rejected(
                "LINE answered 400: The request body has 1 error(s) (messages[0].text: May not be"
                    + " '…')",
                Meaning.MESSAGE));
  }

  @Test
  void revokedTokenRejectsTheBotAndShowsInItsHealthUntilASendWorks() {
    line.on(PUSH, Reply.error(401, "Authentication failed: invalid token " + Sample.TOKEN));
    Rejected rejected = (Rejected) send(Sample.dispatch(Sample.USER, TEXT));
    assertThat(rejected.meaning()).isEqualTo(Meaning.BOT_REVOKED);
    assertThat(rejected.reason()).doesNotContain(Sample.TOKEN);
    assertThat(network.health(new BotId(7)).up()).isFalse();
    line.on(PUSH, sent("1"));
    send(Sample.dispatch(Sample.USER, TEXT));
    assertThat(network.health(new BotId(7)).up()).isTrue();
  }

  @Test
  void forbiddenAndUnknownRejectOnlyTheMessage() {
    for (int status : List.of(403, 404, 410, 413, 415)) {
      line.on(PUSH, Reply.error(status, "No"));
      assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
          .isEqualTo(new Rejected("LINE answered " + status + ": No", Meaning.MESSAGE));
    }
  }

  @Test
  void troubleAtLineIsTriedAgain() {
    line.on(PUSH, Reply.error(500, "Internal server error"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(
            new RetryLater(null, Scope.CONVERSATION, "LINE answered 500: Internal server error"));
    line.on(PUSH, Reply.json(502, "<html>Bad gateway</html>"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new RetryLater(null, Scope.CONVERSATION, "LINE answered 502 without a reason"));
    line.on(PUSH, Reply.json(200, "<html>nonsense</html>"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT))).isInstanceOf(RetryLater.class);
  }

  @Test
  void oddAnswersLoseNoExchange() {
    for (String body : List.of("null", "{}", "{\"sentMessages\":[null]}")) {
      line.on(PUSH, Reply.json(200, body));
      assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
          .as(body)
          .isEqualTo(new Delivered(List.of()));
    }
    line.on(PUSH, Reply.json(400, "{\"message\":null,\"details\":[null,{}]}"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new Rejected("LINE answered 400 without a reason", Meaning.MESSAGE));
    line.on(PUSH, Reply.json(400, "{\"message\":\"No\",\"details\":[null,{}]}"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new Rejected("LINE answered 400: No", Meaning.MESSAGE));
    line.on(PUSH, Reply.json(400, "null"));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT))).isInstanceOf(RetryLater.class);
  }

  @Test
  void silenceEndsInATimeOutAndIsTriedAgain() throws Exception {
    LineNetwork hasty = Sample.network(line.url(), null, Duration.ofMillis(300));
    hasty.open(Sample.bot());
    camel.addComponent("hasty", hasty.component());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:hasty").to("hasty:messages");
          }
        });
    line.on(PUSH, Reply.silence());
    assertThat(send("direct:hasty", Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new RetryLater(null, Scope.CONVERSATION, "LINE did not answer in time"));
  }

  @Test
  void unreachableLineLetsTheWholeNetworkWait() {
    line.close();
    RetryLater later = (RetryLater) send(Sample.dispatch(Sample.USER, TEXT));
    assertThat(later.scope()).isEqualTo(Scope.NETWORK);
    assertThat(later.reason()).startsWith("LINE can't be reached");
  }

  @Test
  void botThatIsNotOpenIsTriedAgain() {
    network.close(new BotId(7));
    assertThat(send(Sample.dispatch(Sample.USER, TEXT)))
        .isEqualTo(new RetryLater(null, Scope.BOT, "the bot is not open"));
  }

  @Test
  void wrongBodyIsRefusedWithoutShowingIt() {
    Throwable thrown = catchThrowable(() -> kurir.requestBody("direct:line-outbound", TEXT));
    assertThat(thrown.getCause())
        .hasMessageContaining("expected: dev.kurir.message.Dispatch")
        .hasMessageNotContaining(TEXT);
  }

  @Test
  void noCallerWaitsAndConcurrentSendsDoNotMix() {
    AtomicInteger at = new AtomicInteger();
    line.on(
        PUSH,
        call -> {
          String text = text(call);
          return at.incrementAndGet() % 3 == 0
              ? Reply.error(500, "Internal server error")
              : Reply.json(200, "{\"sentMessages\":[{\"id\":\"id-" + text + "\"}]}");
        });
    List<CompletableFuture<Exchange>> sends = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Dispatch dispatch = Sample.dispatch(Sample.USER, "text-" + i);
      sends.add(kurir.asyncSend("direct:line-outbound", e -> e.getMessage().setBody(dispatch)));
    }
    await().atMost(Duration.ofMinutes(2)).until(() -> sends.stream().allMatch(s -> s.isDone()));
    int delivered = 0;
    for (int i = 0; i < 300; i++) {
      Exchange exchange = sends.get(i).join();
      if (exchange.getException() == null) {
        delivered++;
        assertThat(exchange.getMessage().getBody())
            .isEqualTo(new Delivered(List.of(new NetworkMessageId("id-text-" + i))));
      } else {
        assertThat(exchange.getException()).isInstanceOf(SendFailedException.class);
      }
    }
    assertThat(delivered).isEqualTo(200);
  }

  private static String text(LineServer.Call call) {
    try {
      return new ObjectMapper().readTree(call.body()).at("/messages/0/text").asText();
    } catch (java.io.IOException malformed) {
      throw new java.io.UncheckedIOException(malformed);
    }
  }

  private static Reply sent(String... ids) {
    List<String> sent = new ArrayList<>();
    for (String id : ids) {
      sent.add("{\"id\":\"" + id + "\",\"quoteToken\":\"q\"}");
    }
    return Reply.json(200, "{\"sentMessages\":[" + String.join(",", sent) + "]}");
  }

  /** The outcome, from the body or from the exception; neither may hold a secret or a text. */
  private Outcome send(Dispatch dispatch) {
    return send("direct:line-outbound", dispatch);
  }

  private Outcome send(String route, Dispatch dispatch) {
    try {
      return (Outcome) kurir.requestBody(route, dispatch);
    } catch (CamelExecutionException thrown) {
      SendFailedException failure = (SendFailedException) thrown.getCause();
      assertThat(failure).hasStackTraceContaining("dispatch");
      for (Throwable t = failure; t != null; t = t.getCause()) {
        assertThat(t.toString()).doesNotContain(TEXT).doesNotContain(Sample.TOKEN);
      }
      return failure.outcome();
    }
  }
}
