package dev.kurir.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.component.ComponentSettings.Pace;
import dev.kurir.component.StreamState.Phase;
import dev.kurir.component.Transfer.Result;
import dev.kurir.stanza.Limits;
import dev.kurir.stanza.Stanza;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ComponentStreamTest {
  private static final Pace QUICK =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMillis(20),
          Duration.ofMillis(200));
  private static final Limits LIMITS = new Limits(20_000, 10, 100, 100);

  private final Queue<Stanza> received = new ConcurrentLinkedQueue<>();
  private FakeServer server;
  private ComponentStream stream;

  @BeforeEach
  void listen() throws Exception {
    server = new FakeServer();
  }

  @AfterEach
  void end() throws Exception {
    if (stream != null) {
      stream.close();
    }
    server.close();
  }

  @Test
  void opensWithTheSecretAndTellsOfIt() throws Exception {
    start(settings());
    server.open();

    awaitPhase(Phase.OPEN);
    assertThat(stream.count(Count.CONNECTED)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "not-authorized, 'a component im.test in the server''s configuration, and its secret'",
    "conflict, one connection for im.test",
    "host-unknown, 'a component im.test in the server''s configuration'"
  })
  void aRefusalSaysWhatToDoAndIsTriedAgain(String condition, String advice) throws Exception {
    start(settings());
    FakeServer.Peer peer = server.accept();
    peer.header(condition.equals("host-unknown") ? "id=''" : "id='1'");
    peer.error(condition);

    awaitPhase(Phase.REFUSED);
    assertThat(stream.state().detail())
        .contains(condition, advice)
        .doesNotContain(FakeServer.SECRET);
    server.open();
    awaitPhase(Phase.OPEN);
  }

  @Test
  void stanzasAreHandedOverInOrderHoweverTheirBytesCome() throws Exception {
    start(settings());
    FakeServer.Peer peer = server.open();
    for (byte b : messages(50).getBytes(StandardCharsets.UTF_8)) {
      peer.write(new byte[] {b});
    }

    awaitReceived(50);
    assertThat(received.stream().map(Letters::body).toList()).isEqualTo(numbers(50));
  }

  @Test
  void stanzasAreSentInOrder() throws Exception {
    FakeServer.Peer peer = open(settings());

    List<CompletionStage<Transfer>> sent =
        IntStream.range(0, 1_000).mapToObj(i -> stream.send(letter(Integer.toString(i)))).toList();

    for (int i = 0; i < 1_000; i++) {
      assertThat(peer.readTo("</message>")).contains("<body>" + i + "</body>");
    }
    assertThat(sent).allMatch(one -> result(one).equals(Result.DONE));
    assertThat(stream.count(Count.SENT)).isEqualTo(1_000);
  }

  @Test
  void deliveredIsWhatTheServerSentThePingBackBehind() throws Exception {
    FakeServer.Peer peer = open(settings());

    CompletableFuture<Transfer> first = stream.deliver(letter("1")).toCompletableFuture();
    CompletableFuture<Transfer> second = stream.deliver(letter("2")).toCompletableFuture();
    String ping = peer.readTo("</iq>");
    assertThat(ping).contains("<body>1</body>");
    assertThat(first).isNotDone();
    peer.write(ping.substring(ping.indexOf("<iq")));
    assertThat(first.get(5, TimeUnit.SECONDS).result()).isEqualTo(Result.DONE);

    peer.answerPings();
    assertThat(second.get(5, TimeUnit.SECONDS).result()).isEqualTo(Result.DONE);
    assertThat(received).isEmpty();
  }

  @Test
  void whatTheServerDidNotConfirmIsUnknown() throws Exception {
    FakeServer.Peer peer = open(settings());

    CompletionStage<Transfer> sent = stream.deliver(letter("1"));
    peer.readTo("</iq>");
    peer.close();

    assertThat(result(sent)).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void withoutAConnectionNothingIsAccepted() throws Exception {
    start(settings());

    Transfer transfer = stream.send(letter("1")).toCompletableFuture().get(5, TimeUnit.SECONDS);

    assertThat(transfer.result()).isEqualTo(Result.DISCONNECTED);
  }

  @Test
  void aFullQueueIsSaidAndWhatWaitedIsReportedWhenTheConnectionBreaks() throws Exception {
    FakeServer.Peer peer = open(settings().withQueuedBytes(1_000_000));
    String body = "x".repeat(10_000);

    List<CompletionStage<Transfer>> sent = new ArrayList<>();
    do { // until the buffers of both sockets and the queue are full
      sent.add(stream.send(letter(body)));
    } while (!isFull(sent.get(sent.size() - 1)));
    peer.close();

    List<Result> results = sent.stream().map(ComponentStreamTest::result).toList();
    assertThat(results).contains(Result.DONE, Result.DISCONNECTED, Result.FULL);
    server.open();
    awaitPhase(Phase.OPEN);
    assertThat(result(stream.send(letter(body)))).isEqualTo(Result.DONE);
  }

  @Test
  void theServerWaitsWhileTheHandlerIsBehind() throws Exception {
    Queue<CompletableFuture<Void>> unfinished = new ConcurrentLinkedQueue<>();
    stream =
        ComponentStream.start(
            settings().withBehind(10),
            stanza -> {
              received.add(stanza);
              CompletableFuture<Void> done = new CompletableFuture<>();
              unfinished.add(done);
              return done;
            });
    FakeServer.Peer peer = server.open();
    Thread writer =
        new Thread(
            () -> {
              try {
                String more = "<n xmlns='urn:n'>" + "x".repeat(10_000) + "</n>";
                for (int i = 0; i < 2_000; i++) {
                  peer.write("<message from='a@b' to='im.test'>" + more + "</message>");
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();

    await().until(() -> received.size() >= 10);
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> received.size() < 100);
    assertThat(writer.isAlive()).isTrue();

    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              for (CompletableFuture<Void> next; (next = unfinished.poll()) != null; ) {
                next.complete(null);
              }
              return received.size() == 2_000;
            });
  }

  @Test
  void aFailingHandlerIsAnsweredWithAnErrorAndTheStreamGoesOn() throws Exception {
    stream =
        ComponentStream.start(
            settings(),
            stanza -> {
              if (Letters.body(stanza).equals("0")) {
                throw new IllegalStateException("full");
              }
              received.add(stanza);
              return CompletableFuture.completedFuture(null);
            });
    FakeServer.Peer peer = server.open();
    peer.write(messages(2));

    assertThat(peer.readTo("</message>"))
        .contains("type='error'", "internal-server-error", "to='alice@lab.test/1'", "id='0'");
    awaitReceived(1);
    assertThat(stream.count(Count.FAILED)).isEqualTo(1);
  }

  @Test
  void aStanzaOverALimitIsAnsweredAndTheStreamGoesOn() throws Exception {
    FakeServer.Peer peer = open(settings());
    String open = "<message id='%s' from='alice@lab.test/1' to='bob@im.test'>";
    peer.write(String.format(open, "big") + "x".repeat(30_000) + "</message>");
    peer.write(String.format(open, "deep") + "<a>".repeat(50) + "</a>".repeat(50) + "</message>");
    peer.write(String.format(open, "bad") + "&#1;</message>");
    peer.write(
        "<message type='error' from='a@b' to='im.test'>" + "x".repeat(30_000) + "</message>");
    peer.write(messages(1));

    assertThat(peer.readTo("</message>")).contains("id='big'", "<policy-violation");
    assertThat(peer.readTo("</message>")).contains("id='deep'", "<policy-violation");
    assertThat(peer.readTo("</message>")).contains("id='bad'", "<not-acceptable");
    awaitReceived(1);
    assertThat(stream.count(Count.SKIPPED)).isEqualTo(4);
  }

  @Test
  void stanzasToOthersOrFromNobodyAreIgnored() throws Exception {
    FakeServer.Peer peer = open(settings());
    peer.write("<message from='a@b' to='bob@lab.test'><body>x</body></message>");
    peer.write("<message from='a@b' to='bob@xim.test'><body>x</body></message>");
    peer.write("<message from='a@b' to='lab.test/im.test'><body>x</body></message>");
    peer.write("<message from='a@b'><body>x</body></message>");
    peer.write("<message to='bob@im.test'><body>x</body></message>");
    peer.write("<message from='a@b' to='bob@sub.im.test/☕@x'><body>y</body></message>");
    peer.write("<presence from='a@b' to='im.test'/>");

    awaitReceived(2);
    assertThat(stream.count(Count.MISADDRESSED)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob@lab.test",
        "bob@sub.im.test",
        "lab.test/im.test",
        "@im.test",
        "a@b@im.test",
        "im.test/",
        "bob@im.test/",
        "bob@IM.test",
        ""
      })
  void whatTheServerWouldEndTheStreamForIsNotSent(String from) throws Exception {
    open(settings());

    assertThat(result(stream.send(Letters.message(from, "a@b", "1", "x"))))
        .isEqualTo(Result.INVALID);
  }

  @Test
  void anAddresseeIsNeededAndAStanzaMayBeTooLarge() throws Exception {
    FakeServer.Peer peer = open(settings());

    assertThat(result(stream.send(Letters.message("bob@im.test", null, "1", "x"))))
        .isEqualTo(Result.INVALID);
    assertThat(result(stream.send(letter("x".repeat(20_000))))).isEqualTo(Result.INVALID);
    assertThat(result(stream.send(Letters.message("im.test", "a@b", "1", "x"))))
        .isEqualTo(Result.DONE);
    assertThat(result(stream.send(Letters.message("x☕y@im.test/👩@/", "a@b", "1", "\u0001"))))
        .isEqualTo(Result.DONE);
    assertThat(peer.readTo("</message>")).contains("from='im.test'");
    assertThat(peer.readTo("</message>")).contains("<body>\uFFFD</body>");
  }

  @Test
  void aSilentServerIsAskedAndThenGivenUp() throws Exception {
    start(settings().withPace(silence(Duration.ofMillis(150))));
    FakeServer.Peer peer = server.open();

    assertThat(peer.readTo("</iq>")).contains("<ping xmlns='urn:xmpp:ping'/>");
    server.open(); // a connection of its own: the first is given up, though it is not closed

    await().until(() -> stream.count(Count.CONNECTED) == 2);
  }

  @Test
  void aServerThatAnswersIsKept() throws Exception {
    start(settings().withPace(silence(Duration.ofMillis(100))));
    server.open().answerPings();

    awaitPhase(Phase.OPEN);
    await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(5))
        .until(() -> stream.state().isOpen());
    assertThat(stream.count(Count.CONNECTED)).isEqualTo(1);
  }

  @Test
  void theEndOfTheStreamIsHeardThoughTheConnectionStays() throws Exception {
    FakeServer.Peer peer = open(settings());

    peer.write("</stream:stream>");

    assertThat(peer.readToTheEnd()).contains("</stream:stream>");
    server.open();
    awaitPhase(Phase.OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "<!DOCTYPE a>", "\u0000\u0001\u0002", "<<"})
  void garbageEndsTheConnectionAndItIsMadeAgain(String garbage) throws Exception {
    start(settings());
    FakeServer.Peer peer = server.accept();
    peer.write(garbage);
    peer.readToTheEnd();
    FakeServer.Peer second = server.open();
    second.write(garbage);
    second.readToTheEnd();

    server.open();
    awaitPhase(Phase.OPEN);
  }

  @Test
  void aHandshakeThatNobodyAnswersIsGivenUp() throws Exception {
    Pace hasty =
        new Pace(Duration.ofMillis(150), QUICK.silence(), QUICK.firstPause(), QUICK.longestPause());
    start(settings().withPace(hasty));
    server.accept().header("id='1'");

    server.open();
    awaitPhase(Phase.OPEN);
  }

  @Test
  void aRestartOfTheServerIsOvercome() throws Exception {
    FakeServer.Peer peer = open(settings());
    int port = server.port();
    server.close();
    peer.error("system-shutdown");
    peer.close();

    awaitPhase(Phase.WAITING);
    assertThat(stream.state().detail()).startsWith("im.test at localhost:" + port + ": ");
    server = new FakeServer(port);
    server.open();
    awaitPhase(Phase.OPEN);
  }

  @Test
  void theEndIsSaidToTheServerAndIsForGood() throws Exception {
    FakeServer.Peer peer = open(settings());

    stream.close();

    assertThat(peer.readToTheEnd()).endsWith("</stream:stream>");
    assertThat(stream.state().phase()).isEqualTo(Phase.CLOSED);
    assertThat(result(stream.send(letter("x")))).isEqualTo(Result.DISCONNECTED);
    stream.close();
  }

  @Test
  void settingsKeepTheSecretToThemselves() {
    assertThat(settings().toString()).isEqualTo("im.test at localhost:" + server.port());
  }

  private void start(ComponentSettings settings) {
    stream =
        ComponentStream.start(
            settings,
            stanza -> {
              received.add(stanza);
              return CompletableFuture.completedFuture(null);
            });
  }

  private FakeServer.Peer open(ComponentSettings settings) throws Exception {
    start(settings);
    FakeServer.Peer peer = server.open();
    awaitPhase(Phase.OPEN);
    return peer;
  }

  private ComponentSettings settings() {
    return ComponentSettings.of("localhost", server.port(), FakeServer.DOMAIN, FakeServer.SECRET)
        .withLimits(LIMITS)
        .withPace(QUICK);
  }

  private static Pace silence(Duration silence) {
    return new Pace(QUICK.connect(), silence, QUICK.firstPause(), QUICK.longestPause());
  }

  private void awaitPhase(Phase phase) {
    await().until(() -> stream.state().phase() == phase);
  }

  private void awaitReceived(int count) {
    await().until(() -> received.size() == count);
  }

  private static Stanza letter(String body) {
    return Letters.message("bob@im.test", "alice@lab.test", "1", body);
  }

  private static String messages(int count) {
    StringBuilder messages = new StringBuilder();
    for (int i = 0; i < count; i++) {
      messages
          .append("<message id='" + i + "' from='alice@lab.test/1' to='bob@im.test'><body>")
          .append(i)
          .append("</body></message>");
    }
    return messages.toString();
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static boolean isFull(CompletionStage<Transfer> sent) {
    CompletableFuture<Transfer> future = sent.toCompletableFuture();
    return future.isDone() && result(future) == Result.FULL;
  }

  private static Result result(CompletionStage<Transfer> sent) {
    return sent.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join().result();
  }
}
