package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.message.Outcome.Uncertain;
import dev.kurir.sandbox.Fault;
import dev.kurir.sandbox.LineRedelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers by reply token, through both shipped routes, with a LINE that takes each token once. */
class LineReplyTest {
  private LineLab lab;

  @BeforeEach
  void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    lab = new LineLab().open();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private String permit() {
    return lab.network.permit(LineLab.BOT, lab.toSari).orElse(null);
  }

  private String freshPermit() {
    lab.sariSays("halo");
    String permit = permit();
    assertThat(permit).isNotNull();
    return permit;
  }

  @Test
  void freshTokenAnswersWithUpToFiveTextsAtNoCost() throws Exception {
    String permit = freshPermit();
    Delivered delivered =
        (Delivered) lab.send(lab.dispatch(permit, false, "a", "b", "c", "d", "e"));
    assertThat(delivered.sentIds()).hasSize(5);
    assertThat(lab.shown()).containsExactly("a", "b", "c", "d", "e");
    assertThat(lab.line.used(lab.shop)).isZero();
    assertThat(lab.line.requests("reply")).isEqualTo(1);
  }

  @Test
  void eachTokenIsGivenOnceToItsChatAndInItsMinute() {
    assertThat(permit()).isNull();
    lab.sariSays("one");
    lab.sariSays("two");
    assertThat(lab.network.permit(new BotId(8), lab.toSari)).isEmpty();
    assertThat(lab.network.permit(LineLab.BOT, new Address("Unobody"))).isEmpty();
    String first = permit();
    String second = permit();
    assertThat(first).isNotNull().isNotEqualTo(second);
    assertThat(second).isNotNull();
    assertThat(permit()).isNull();

    lab.sariSays("three");
    lab.clock.advance(Duration.ofSeconds(50));
    assertThat(permit()).isNull();
  }

  @Test
  void standbyAndEventsWithoutATokenGiveNone() {
    lab.sari.sends(
        lab.shop,
        "{\"type\":\"message\",\"mode\":\"standby\",\"message\":{\"type\":\"text\",\"id\":\"1\",\"text\":\"x\"}}");
    lab.sari.blocks(lab.shop);
    await().until(() -> lab.arrived.size() == 2);
    assertThat(permit()).isNull();
  }

  @Test
  void tokensOfAChatAreAFewAndOfAllChatsBounded() {
    for (int i = 0; i < 9; i++) {
      lab.sariSays("n" + i);
    }
    int given = 0;
    while (permit() != null) {
      given++;
    }
    assertThat(given).isEqualTo(5);
  }

  @Test
  void refusedTokenSentNothingAndThePushFollows() throws Exception {
    String permit = freshPermit();
    lab.clock.advance(Duration.ofSeconds(50));
    String elsewhere =
        new ReplyToken("used-elsewhere", lab.clock.instant().plusSeconds(30)).permit();
    Dispatch dispatch = lab.dispatch(elsewhere, false, "sekali");
    RetryLater refused = (RetryLater) lab.send(dispatch);
    assertThat(refused)
        .isEqualTo(
            new RetryLater(
                Duration.ZERO,
                Scope.CONVERSATION,
                "the reply token was refused: LINE answered 400: Invalid reply token"));
    assertThat(lab.send(LineLab.again(dispatch, null, false))).isInstanceOf(Delivered.class);
    assertThat(lab.shown()).containsExactly("sekali");
    assertThat(lab.line.used(lab.shop)).isEqualTo(1);

    lab.clock.advance(Duration.ofSeconds(10));
    long before = lab.line.requests("reply");
    assertThat(lab.send(lab.dispatch(permit, false, "late")))
        .isEqualTo(
            new RetryLater(
                Duration.ZERO, Scope.CONVERSATION, "the reply token was refused: it has expired"));
    assertThat(lab.line.requests("reply")).isEqualTo(before);
  }

  @Test
  void lostAnswerIsFoundOutWithTheSameToken() throws Exception {
    for (Fault fault : List.of(Fault.SERVER_ERROR_AFTER_PROCESSING, Fault.RESET_AFTER_PROCESSING)) {
      lab.line.faults(lab.shop).next(1, fault, "reply");
      String text = fault.toString();
      assertThat(lab.send(lab.dispatch(freshPermit(), false, text)))
          .as(text)
          .isEqualTo(new Delivered(List.of()));
      assertThat(lab.shown()).as(text).containsOnlyOnce(text);
    }
    assertThat(lab.line.used(lab.shop)).isZero();
  }

  /** On a kept connection the client would send again by itself, and hide what happened. */
  @Test
  void connectionThatBreaksOnItsSecondUseIsNoRefusal() throws Exception {
    assertThat(lab.send(lab.dispatch(freshPermit(), false, "first"))).isInstanceOf(Delivered.class);
    for (int i = 0; i < 5; i++) {
      String permit = freshPermit();
      lab.line.faults(lab.shop).next(1, Fault.RESET_AFTER_PROCESSING, "reply");
      assertThat(lab.send(lab.dispatch(permit, false, "n" + i))).isInstanceOf(Delivered.class);
    }
    assertThat(lab.shown()).containsExactly("first", "n0", "n1", "n2", "n3", "n4");
  }

  @Test
  void troubleBeforeProcessingIsRepeatedWhileTheTokenLasts() throws Exception {
    lab.line.faults(lab.shop).next(1, Fault.SERVER_ERROR, "reply");
    lab.line.faults(lab.shop).next(1, Fault.RESET, "reply");
    lab.line.faults(lab.shop).next(1, Fault.RATE_LIMIT, "reply");
    Delivered delivered = (Delivered) lab.send(lab.dispatch(freshPermit(), false, "tiga"));
    assertThat(delivered.sentIds()).hasSize(1);
    assertThat(lab.shown()).containsExactly("tiga");
    assertThat(lab.line.requests("reply")).isEqualTo(4);
  }

  @Test
  void onceItsTimeIsOverNobodyCanKnow() throws Exception {
    lab.line.faults(lab.shop).next(1000, Fault.SERVER_ERROR, "reply");
    CompletableFuture<Outcome> end = lab.begin(lab.dispatch(freshPermit(), false, "x"));
    await().until(() -> lab.line.requests("reply") >= 2);
    lab.clock.advance(Duration.ofMinutes(1));
    Outcome outcome = end.get(1, java.util.concurrent.TimeUnit.MINUTES);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Uncertain.class,
            uncertain ->
                assertThat(uncertain.reason())
                    .startsWith("LINE did not say whether it took the reply")
                    .contains("LINE answered 500"));
  }

  @Test
  void rateLimitOfAFirstTryWaitsAndIsPushedLater() throws Exception {
    lab.line.faults(lab.shop).next(1, Fault.RATE_LIMIT, "reply");
    RetryLater later = (RetryLater) lab.send(lab.dispatch(freshPermit(), false, "x"));
    assertThat(later.scope()).isEqualTo(Scope.BOT);
    assertThat(lab.shown()).isEmpty();
  }

  @Test
  void afterACrashTheSameReplyTellsWhatBecameOfTheFirst() throws Exception {
    Dispatch sent = lab.dispatch(freshPermit(), false, "accepted");
    lab.send(sent);
    assertThat(lab.send(LineLab.again(sent, sent.permit(), true)))
        .as("refused within its time: it was accepted")
        .isEqualTo(new Delivered(List.of()));

    Dispatch unsent = lab.dispatch(freshPermit(), true, "never left");
    assertThat(((Delivered) lab.send(unsent)).sentIds()).hasSize(1);

    Dispatch late = lab.dispatch(freshPermit(), true, "who knows");
    lab.clock.advance(Duration.ofMinutes(2));
    assertThat(lab.send(late)).isInstanceOf(Uncertain.class);
    assertThat(lab.shown()).containsExactly("accepted", "never left");
    assertThat(lab.line.used(lab.shop)).isZero();
  }

  @Test
  void permitOfAClockThatWasSetBackProvesNothing() throws Exception {
    String strange = new ReplyToken("unknown", lab.clock.instant().plusSeconds(3600)).permit();
    assertThat(lab.send(lab.dispatch(strange, true, "x"))).isInstanceOf(Uncertain.class);
    assertThat(lab.send(lab.dispatch("no permit of ours", true, "x")))
        .isInstanceOf(Uncertain.class);
    assertThat(lab.send(lab.dispatch("no permit of ours", false, "x")))
        .isInstanceOf(RetryLater.class);
  }

  @Test
  void refusedBodyOrTokenOfTheBotIsRejected() throws Exception {
    assertThat(lab.send(lab.dispatch(freshPermit(), false, "x".repeat(5001))))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.meaning()).isEqualTo(Meaning.MESSAGE));
    String permit = freshPermit();
    lab.line.revoke(lab.shop, true);
    assertThat(lab.send(lab.dispatch(permit, false, "x")))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.meaning()).isEqualTo(Meaning.BOT_REVOKED));
    assertThat(lab.network.health(LineLab.BOT).up()).isFalse();
    lab.line.revoke(lab.shop, false);
    await().until(() -> lab.network.health(LineLab.BOT).up());
  }

  @Test
  void redeliveredEventsTokenIsKeptUnlessItWasGiven() {
    List<Integer> answers = new CopyOnWriteArrayList<>();
    lab.line.redelivery(LineRedelivery.LATER, Duration.ofMillis(50));
    lab.sariSays("halo");
    String permit = permit();
    String token = ReplyToken.of(permit).orElseThrow().text();
    Instant sent = lab.clock.instant();
    String event =
        """
        {"destination":"%s","events":[{"type":"message","mode":"active","timestamp":%d,
          "webhookEventId":"01FZ74A0TDDPYRVKNK77XKC3ZR","replyToken":"%s",
          "deliveryContext":{"isRedelivery":true},
          "source":{"type":"user","userId":"%s"},
          "message":{"type":"text","id":"1","quoteToken":"q","text":"halo"}}]}
        """;
    for (String replyToken : List.of(token, "another")) {
      byte[] body =
          event
              .formatted(lab.shop.userId(), sent.toEpochMilli(), replyToken, lab.sari.userId())
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      lab.line.deliver(lab.shop, body).thenAccept(answers::add).toCompletableFuture().join();
    }
    assertThat(answers).containsExactly(200, 200);
    assertThat(ReplyToken.of(permit()).orElseThrow().text()).isEqualTo("another");
    assertThat(permit()).isNull();

    lab.clock.advance(Duration.ofMinutes(20).minusSeconds(30));
    byte[] old =
        event
            .formatted(lab.shop.userId(), sent.toEpochMilli(), "third", lab.sari.userId())
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    lab.line.deliver(lab.shop, old).toCompletableFuture().join();
    assertThat(ReplyToken.of(permit()).orElseThrow().expires())
        .isEqualTo(sent.plus(Duration.ofMinutes(20)).minusSeconds(5));
  }

  @Test
  void tokenIsInNoTextForm() {
    ReplyToken token = new ReplyToken("s3cret", Instant.EPOCH);
    assertThat(token.toString()).doesNotContain("s3cret");
    assertThat(ReplyToken.of(token.permit())).contains(token);
    assertThat(ReplyToken.of("")).isEmpty();
    assertThat(ReplyToken.of("12 ")).isEmpty();
  }
}
