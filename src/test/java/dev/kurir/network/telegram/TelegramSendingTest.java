package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.FakeTelegram.envelope;
import static dev.kurir.network.telegram.TelegramLab.bot;
import static dev.kurir.network.telegram.TelegramLab.dispatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kurir.message.Address;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Moved;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.message.Outcome.Uncertain;
import dev.kurir.message.Pace;
import dev.kurir.message.Pace.Rate;
import dev.kurir.network.SendFailedException;
import dev.kurir.network.Tenure;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TelegramSendingTest {
  private TelegramLab lab;

  @BeforeEach
  void start() throws Exception {
    lab = lab(null);
    lab.network.open(bot());
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private static TelegramLab lab(URI api) throws Exception {
    return new TelegramLab(null, api)
        .with(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:out").errorHandler(noErrorHandler()).to("telegram:bots");
              }
            });
  }

  @Test
  void textIsSentAsItIsAndTheIdsComeBack() {
    String text = "a <b>bold</b> *claim* _\u0000_ 😀";
    assertThat(lab.template().requestBody("direct:out", dispatch(7, -1001234567890L, text)))
        .isEqualTo(new Delivered(List.of(new NetworkMessageId("-1001234567890:1"))));
    JsonNode sent = lab.telegram.sent.get(0);
    assertThat(sent).hasSize(2);
    assertThat(sent.path("chat_id").asLong()).isEqualTo(-1001234567890L);
    assertThat(sent.path("text").asText()).isEqualTo(text);
  }

  static Stream<Arguments> answers() {
    String blocked = "Forbidden: bot was blocked by the user";
    return Stream.of(
        Arguments.of(
            429,
            envelope(429, "Too Many Requests: retry after 8", "{\"retry_after\":8}"),
            new RetryLater(
                Duration.ofSeconds(8),
                Scope.CONVERSATION,
                "Telegram 429: Too Many Requests: retry after 8")),
        Arguments.of(
            400,
            envelope(400, "Bad Request: group upgraded", "{\"migrate_to_chat_id\":-1009876543210}"),
            new Moved(new Address("-1009876543210"))),
        Arguments.of(
            400,
            envelope(400, "Bad Request: message is too long", "{}"),
            new Rejected("Telegram 400: Bad Request: message is too long", Meaning.MESSAGE)),
        Arguments.of(
            403,
            envelope(403, blocked, "{}"),
            new Rejected("Telegram 403: " + blocked, Meaning.CONTACT_GONE)),
        Arguments.of(
            400,
            envelope(400, "Bad Request: chat not found", "{}"),
            new Rejected("Telegram 400: Bad Request: chat not found", Meaning.CONTACT_GONE)),
        Arguments.of(
            401,
            envelope(401, "Unauthorized", "{}"),
            new Rejected("Telegram 401: Unauthorized", Meaning.BOT_REVOKED)),
        Arguments.of(
            404,
            envelope(404, "Not Found", "{}"),
            new Rejected("Telegram 404: Not Found", Meaning.BOT_REVOKED)),
        Arguments.of(
            500,
            envelope(500, "Internal Server Error", "{}"),
            new RetryLater(null, Scope.BOT, "Telegram 500: Internal Server Error")),
        Arguments.of(
            502,
            "<html>Bad Gateway</html>",
            new RetryLater(null, Scope.BOT, "sendMessage: HTTP 502 without Telegram's answer")),
        Arguments.of(
            403,
            "<html>the proxy forbids it</html>",
            new RetryLater(null, Scope.BOT, "sendMessage: HTTP 403 without Telegram's answer")),
        Arguments.of(
            504,
            "<html>Gateway Time-out</html>",
            new Uncertain("sendMessage: HTTP 504 without Telegram's answer")),
        Arguments.of(
            200, "{\"ok\":tr", new Uncertain("sendMessage: HTTP 200 without Telegram's answer")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answerDecidesWhatTheOutboxDoes(int status, String body, Outcome expected) {
    lab.telegram.answer("sendMessage", status, body);
    assertThat(failure(7).outcome()).isEqualTo(expected);
    assertThat(lab.telegram.calls("sendMessage")).hasSize(1);
  }

  @Test
  void brokenConnectionIsUncertainAndNotTriedAgain() {
    lab.telegram.breakOff("sendMessage");
    assertThat(failure(7).outcome()).isInstanceOf(Uncertain.class);
    assertThat(lab.telegram.calls("sendMessage")).hasSize(1);
  }

  @Test
  void refusedConnectionSurelySentNothing() {
    lab.telegram.close();
    assertThat(failure(7).outcome())
        .isEqualTo(
            new RetryLater(
                null,
                Scope.NETWORK,
                "sendMessage: Telegram not reached: connection refused or no route"));
  }

  @Test
  void unknownHostSurelySentNothing() throws Exception {
    lab.close();
    lab = lab(URI.create("http://telegram.invalid"));
    lab.network.open(bot());
    assertThat(failure(7).outcome()).isInstanceOf(RetryLater.class);
  }

  @Test
  void serverWithAnUntrustedCertificateSurelyGotNothing(@TempDir Path directory) throws Exception {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(directory.resolve("own.p12"))));
    server.start();
    try {
      lab.close();
      lab = lab(URI.create("https://127.0.0.1:" + server.getAddress().getPort()));
      lab.network.open(bot());
      assertThat(failure(7).outcome())
          .isInstanceOfSatisfying(
              RetryLater.class,
              later -> assertThat(later.reason()).contains("TLS handshake failed"));
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext selfSigned(Path file) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias own -keyalg EC -dname CN=127.0.0.1 -storetype PKCS12 -storepass changeit";
    List<String> command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-keystore", file.toString()));
    assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void repeatedDispatchIsNotSentAgain() {
    SendFailedException failure =
        (SendFailedException)
            catchThrowable(
                    () -> lab.template().sendBody("direct:out", dispatch(7, 42, "Halo", true)))
                .getCause();
    assertThat(failure.outcome()).isInstanceOf(Uncertain.class);
    assertThat(lab.telegram.calls("sendMessage")).isEmpty();
  }

  @Test
  void botThatIsNotOpenWaits() {
    assertThat(failure(8).outcome())
        .isEqualTo(new RetryLater(null, Scope.BOT, "bot 8 is not open here"));
  }

  /** It may have been frozen between the question and the request. */
  @Test
  void nothingLeavesAfterTheBotIsLostToAnotherNode() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    lab.network.ask(bot -> asked.incrementAndGet() == 1);
    assertThat(failure(7).outcome())
        .isEqualTo(
            new RetryLater(null, Scope.BOT, "sendMessage: another node may have the bot now"));
    assertThat(lab.telegram.sent).isEmpty();

    lab.network.ask(Tenure.ALONE);
    lab.template().sendBody("direct:out", dispatch(7, 1, "again"));
    assertThat(lab.telegram.sent).hasSize(1);
  }

  @Test
  void bodyOfAnotherKindIsRefusedWithoutShowingIt() {
    Throwable failure = catchThrowable(() -> lab.template().sendBody("direct:out", "a secret"));
    assertThat(failure.getCause())
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("body: of another kind (expected: a Dispatch")
        .hasMessageNotContaining("secret");
  }

  @Test
  void manySendsOfOneBotAreUnderWayAtOnce() throws Exception {
    CountDownLatch together = new CountDownLatch(30);
    lab.telegram.beforeSending(
        () -> {
          together.countDown();
          await(together);
        });
    List<CompletableFuture<Object>> sends = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sends.add(lab.template().asyncRequestBody("direct:out", dispatch(7, 42 + i, "n" + i)));
    }
    for (CompletableFuture<Object> send : sends) {
      assertThat(send.get(60, TimeUnit.SECONDS)).isInstanceOf(Delivered.class);
    }
    assertThat(lab.network.capabilities().requestsPerBot()).isEqualTo(30);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void firstFloodHoldsTheChatBackASecondOneTheBot() {
    String flood = envelope(429, "Too Many Requests: retry after 8", "{\"retry_after\":8}");
    for (int i = 0; i < 4; i++) {
      lab.telegram.answer("sendMessage", 429, flood);
    }
    assertThat(flooded(42)).isEqualTo(Scope.CONVERSATION);
    assertThat(flooded(42)).isEqualTo(Scope.CONVERSATION);
    assertThat(flooded(43)).isEqualTo(Scope.BOT);
    lab.clock.forward(Duration.ofSeconds(9));
    assertThat(flooded(43)).isEqualTo(Scope.CONVERSATION);
  }

  private Scope flooded(long chat) {
    Throwable thrown =
        catchThrowable(() -> lab.template().sendBody("direct:out", dispatch(7, chat, "Halo")));
    return ((RetryLater) ((SendFailedException) thrown.getCause()).outcome()).scope();
  }

  @Test
  void groupsAndChannelsAreSlower() {
    Rate group = new Rate(20, Duration.ofMinutes(1));
    Rate person = new Rate(1, Duration.ofSeconds(1));
    assertThat(lab.network.pace(new Address("5000000001"))).isEqualTo(person);
    assertThat(lab.network.pace(new Address("-4000000001"))).isEqualTo(group);
    assertThat(lab.network.pace(new Address("-1001234567890"))).isEqualTo(group);
    assertThat(lab.network.pace(new Address("@toko_bunga"))).isEqualTo(group);
    assertThat(lab.network.capabilities().pace())
        .isEqualTo(new Pace(new Rate(30, Duration.ofSeconds(1)), person));
  }

  private SendFailedException failure(int bot) {
    return (SendFailedException)
        catchThrowable(() -> lab.template().sendBody("direct:out", dispatch(bot, 42, "Halo")))
            .getCause();
  }
}
