package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.network.line.LineServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineNetworkTest {
  private static final URI PUBLIC = URI.create("https://kurir.example/");
  private static final String INFO = "GET /v2/bot/info";
  private static final String SET = "PUT /v2/bot/channel/webhook/endpoint";
  private static final String TRY = "POST /v2/bot/channel/webhook/test";
  private static final BotId BOT = new BotId(7);
  private static final Reply WORKS =
      Reply.json(
          200,
          """
          {"success":true,"timestamp":"2020-09-30T05:38:20.031Z","statusCode":200,"reason":"OK",
           "detail":"200"}
          """);
  private static final Reply FAILS =
      Reply.json(
          200,
          """
          {"success":false,"timestamp":"2020-09-30T05:38:20.031Z","statusCode":401,
           "reason":"ERROR_STATUS_CODE","detail":"401"}
          """);

  private LineServer line;

  @BeforeEach
  void start() throws Exception {
    line = new LineServer();
  }

  @AfterEach
  void stop() {
    line.close();
    line.assertLawful();
  }

  @Test
  void capabilitiesAreLines() {
    Network network = Sample.network(line.url(), null);
    assertThat(network.name().value()).isEqualTo("line");
    assertThat(network.capabilities().textLimit()).isEqualTo(5000);
    assertThat(network.capabilities().recognisesRepeats()).isTrue();
  }

  @Test
  void acceptedTokenTellsWhoTheBotIs() throws Exception {
    line.on(
        INFO,
        Reply.json(
            200,
            """
            {"userId":"Ub9952f8","basicId":"@216ru","displayName":"Toko","chatMode":"chat",
             "markAsReadMode":"manual"}
            """));
    assertThat(Sample.network(line.url(), null).verify(Sample.credentials()).account())
        .isEqualTo("Ub9952f8");
    assertThat(line.calls.get(0).headers())
        .containsEntry("Authorization", "Bearer " + Sample.TOKEN);
  }

  @Test
  void wrongTokenIsRefusedWithLinesReason() {
    line.on(INFO, Reply.error(401, "Authentication failed due to the following reason: invalid"));
    assertThatThrownBy(() -> Sample.network(line.url(), null).verify(Sample.credentials()))
        .isInstanceOf(RefusedException.class)
        .hasMessage("LINE answered 401: Authentication failed due to the following reason: invalid")
        .hasNoCause();
  }

  @Test
  void answerWithoutAnIdIsRefused() {
    for (String body : List.of("null", "{}")) {
      line.on(INFO, Reply.json(200, body));
      assertThatThrownBy(() -> Sample.network(line.url(), null).verify(Sample.credentials()))
          .isInstanceOf(RefusedException.class)
          .hasMessage("LINE did not tell the bot's user id");
    }
  }

  @Test
  void lineThatIsAwayRefusesARegistrationWithTheReason() {
    URI nobody = line.url();
    line.close();
    assertThatThrownBy(() -> Sample.network(nobody, null).verify(Sample.credentials()))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("LINE can't be reached");
  }

  @Test
  void incompleteUnknownOrMalformedCredentialsNameTheField() {
    refused(Map.of("channelAccessToken", "t"), "credentials.channelSecret: missing");
    refused(
        Map.of("channelSecret", " ", "channelAccessToken", "t"), "credentials.channelSecret: miss");
    refused(Map.of("channelSecret", "s"), "credentials.channelAccessToken: missing");
    refused(
        Map.of("channelSecret", "s", "channelAccessToken", "t", "token", "x"),
        "credentials.token: unknown field (expected: channelAccessToken, channelSecret,"
            + " previousChannelSecret)");
    refused(
        Map.of("channelSecret", "s", "channelAccessToken", "hemlig\nX-Evil: 1"),
        "credentials.channelAccessToken: has a character");
    assertThat(line.calls).isEmpty();
  }

  private void refused(Map<String, String> credentials, String message) {
    assertThatThrownBy(() -> Sample.network(line.url(), null).verify(new Credentials(credentials)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("hemlig");
  }

  @Test
  void withoutAPublicUrlNothingIsSetAtLine() throws Exception {
    Network network = Sample.network(line.url(), null);
    network.open(Sample.bot());
    assertThat(network.health(BOT)).isEqualTo(new BotHealth(true, "webhook"));
    assertThat(line.calls).isEmpty();
    network.close(BOT);
    assertThat(network.health(BOT)).isEqualTo(new BotHealth(false, "not open"));
  }

  @Test
  void openedBotHasItsWebhookSetAndTested() throws Exception {
    line.on(SET, Reply.json(200, "{}")).on(TRY, WORKS);
    Network network = Sample.network(line.url(), PUBLIC);
    network.open(Sample.bot());
    assertThat(line.calls).extracting(LineServer.Call::route).containsExactly(SET, TRY);
    assertThat(line.calls)
        .extracting(LineServer.Call::body)
        .allMatch(
            body -> body.contains("\"https://kurir.example/webhook/line/" + Sample.KEY + "\""));
    assertThat(network.health(BOT)).isEqualTo(new BotHealth(true, "webhook"));
  }

  @Test
  void failingTestCallIsAWarningInHealthUntilItWorks() throws Exception {
    line.on(SET, Reply.json(200, "{}")).on(TRY, FAILS);
    Network network = Sample.network(line.url(), PUBLIC);
    network.open(Sample.bot());
    assertThat(network.health(BOT).detail())
        .isEqualTo("webhook set, but LINE's test call failed: ERROR_STATUS_CODE (401)");
    line.on(TRY, WORKS);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> network.health(BOT).equals(new BotHealth(true, "webhook")));
  }

  @Test
  void lineThatIsAwayAtOpenIsTriedAgainInTheBackground() throws Exception {
    line.on(SET, Reply.error(503, "Unavailable")).on(TRY, WORKS);
    Network network = Sample.network(line.url(), PUBLIC);
    network.open(Sample.bot());
    assertThat(network.health(BOT))
        .isEqualTo(
            new BotHealth(false, "webhook not set, trying again: LINE answered 503: Unavailable"));
    line.on(SET, Reply.json(200, "{}"));
    await().atMost(Duration.ofMinutes(1)).until(() -> network.health(BOT).up());
  }

  @Test
  void refusedWebhookRefusesTheBot() {
    line.on(SET, Reply.error(400, "Invalid webhook endpoint URL"));
    Network network = Sample.network(line.url(), PUBLIC);
    assertThatThrownBy(() -> network.open(Sample.bot()))
        .isInstanceOf(RefusedException.class)
        .hasMessage("LINE answered 400: Invalid webhook endpoint URL");
    assertThat(network.health(BOT).up()).isFalse();
  }

  @Test
  void removedBotIsForgotten() throws Exception {
    line.on(SET, Reply.json(200, "{}")).on(TRY, WORKS);
    Network network = Sample.network(line.url(), PUBLIC);
    network.open(Sample.bot());
    network.remove(Sample.bot());
    assertThat(network.health(BOT)).isEqualTo(new BotHealth(false, "not open"));
  }

  @Test
  void displayNameIsAskedOfLineAndEmptyOnAnyFailure() throws Exception {
    String profile = "GET /v2/bot/profile/" + Sample.USER;
    Address user = new Address(Sample.USER);
    Network network = Sample.network(line.url(), null);
    assertThat(network.displayName(BOT, user)).isEmpty();
    network.open(Sample.bot());
    line.on(
        profile,
        Reply.json(200, "{\"displayName\":\"Sari\",\"userId\":\"" + Sample.USER + "\",\"new\":1}"));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> network.displayName(BOT, user).equals(Optional.of("Sari")));
    line.on(profile, Reply.json(200, "null"));
    assertThat(network.displayName(BOT, user)).isEmpty();
    line.on(profile, Reply.error(404, "Not found"));
    assertThat(network.displayName(BOT, user)).isEmpty();
    line.on(profile, Reply.silence());
    assertThat(network.displayName(BOT, user)).isEmpty();
    assertThat(network.displayName(BOT, new Address("../../etc?x=1#é"))).isEmpty();
  }

  @Test
  void settingsThatAreNoWebAddressAreRefused() {
    assertThatThrownBy(() -> Sample.settings(URI.create("api.line.me"), null))
        .hasMessage("kurir.line.api-url: api.line.me (expected: an https URL with a host)");
    assertThatThrownBy(() -> Sample.settings(line.url(), URI.create("ftp://x")))
        .hasMessageStartingWith("kurir.http.public-url: ftp://x");
  }
}
