package dev.kurir.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.component.ComponentSettings.Pace;
import dev.kurir.component.StreamState.Phase;
import dev.kurir.component.Transfer.Result;
import dev.kurir.stanza.Limits;
import dev.kurir.stanza.Stanza;
import dev.kurir.stanza.StanzaWriter;
import java.time.Duration;
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

/**
 * What a component's stream and a real server do together. Two components talk by the server: one
 * under test, and one for those who write to it.
 */
@Timeout(120)
abstract class ComponentContract {
  static final String DOMAIN = "im.lab.test";
  static final String OTHER = "peer.lab.test";
  static final String SECRET = "s3cret <ä> \"'";
  private static final Pace QUICK =
      new Pace(
          Duration.ofSeconds(10),
          Duration.ofMillis(700),
          Duration.ofMillis(50),
          Duration.ofMillis(500));

  final Queue<Stanza> heard = new ConcurrentLinkedQueue<>();
  private final Queue<Stanza> answers = new ConcurrentLinkedQueue<>();
  volatile ComponentStream stream;
  private volatile ComponentStream other;

  /** Where a component connects to the server that runs. */
  abstract int port(String domain);

  abstract void kill() throws Exception;

  abstract void restart() throws Exception;

  @BeforeEach
  void connect() {
    stream = ComponentStream.start(settings(DOMAIN, SECRET), this::echo);
    other =
        ComponentStream.start(
            settings(OTHER, SECRET).withLimits(new Limits(1_000_000, 64, 4_096, 4_096)),
            stanza -> {
              refuse(stanza, other);
              answers.add(stanza);
              return CompletableFuture.completedFuture(null);
            });
    awaitOpen(stream);
    awaitOpen(other);
  }

  @AfterEach
  void disconnect() {
    stream.close();
    other.close();
  }

  @Test
  void fiveThousandMessagesComeBackInOrder() throws Exception {
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      Stanza message = from("alice@" + OTHER + "/1", "bob@" + DOMAIN, Integer.toString(i));
      while (result(other.send(message)) == Result.FULL) {
        Thread.onSpinWait();
      }
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> answers.size() >= count);
    List<String> numbers = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    assertThat(answers.stream().map(Letters::body).toList()).isEqualTo(numbers);
  }

  @Test
  void whatTheServerAnswersComesBeforeTheProofOfDelivery() throws Exception {
    Stanza lost = from("bob@" + DOMAIN, "nobody@lab.test", "x");

    boolean answered =
        stream
            .deliver(lost)
            .thenApply(
                transfer ->
                    transfer.result() == Result.DONE && heard.stream().anyMatch(Stanza::isError))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    assertThat(answered).isTrue();
  }

  @Test
  void manyDeliveriesShareTheirProofs() throws Exception {
    List<CompletionStage<Transfer>> deliveries =
        IntStream.range(0, 2_000)
            .mapToObj(i -> other.deliver(from("alice@" + OTHER, "bob@" + DOMAIN, "" + i)))
            .toList();

    assertThat(deliveries).allMatch(delivery -> result(delivery) == Result.DONE);
    await().until(() -> answers.size() == 2_000);
    assertThat(other.count(Count.SENT)).isEqualTo(2_000);
  }

  @Test
  void hostileAddressesAndCharactersHarmNobody() throws Exception {
    List<String> hostile = List.of("x☕y@" + DOMAIN, "bob@" + DOMAIN + "/👩☕", DOMAIN + "/<&'\">");
    for (String to : hostile) {
      assertThat(result(other.deliver(from("alice@" + OTHER + "/☕", to, to))))
          .isEqualTo(Result.DONE);
    }
    String controls = "a\u0001b\uFFFEc\uD800d]]>&#1;";
    other.send(from("alice@" + OTHER, "bob@" + DOMAIN, controls));
    other.send(from("x☕y \u0001@" + OTHER + "/\u0000", "bob@" + DOMAIN, "from"));
    other.send(from("alice@" + OTHER, "b o b@@/\u0000", "to"));
    other.send(from("alice@" + OTHER, "bob@" + DOMAIN, "end"));

    await().until(() -> answers.stream().anyMatch(answer -> Letters.body(answer).equals("end")));
    assertThat(answers.stream().map(Letters::body)).contains("a\uFFFDb\uFFFDc\uFFFDd]]>&#1;");
    assertThat(answers.stream().map(Letters::body)).containsAll(hostile);
    assertThat(stream.count(Count.CONNECTED)).isEqualTo(1);
    assertThat(other.count(Count.CONNECTED)).isEqualTo(1);
  }

  @Test
  void aStanzaOverALimitIsAnsweredAndTheStreamGoesOn() {
    other.send(from("alice@" + OTHER, "bob@" + DOMAIN, "x".repeat(300_000)));
    other.send(from("alice@" + OTHER, "bob@" + DOMAIN, "end"));

    await().until(() -> answers.size() == 2);
    String refusal = new String(StanzaWriter.write(answers.remove().element()), UTF_8);
    assertThat(refusal).contains("type='error'", "<policy-violation");
    assertThat(stream.count(Count.SKIPPED)).isEqualTo(1);
    assertThat(Letters.body(answers.remove())).isEqualTo("end");
  }

  @Test
  void aKilledServerIsFoundAgainAndEverySenderHearsOfItsStanza() throws Exception {
    List<CompletionStage<Transfer>> onTheirWay =
        IntStream.range(0, 2_000)
            .mapToObj(i -> other.deliver(from("alice@" + OTHER, "bob@" + DOMAIN, "" + i)))
            .toList();
    kill();
    assertThat(onTheirWay.stream().map(ComponentContract::result).toList())
        .isSubsetOf(Result.DONE, Result.UNKNOWN, Result.DISCONNECTED);
    await().until(() -> stream.state().phase() == Phase.WAITING);
    assertThat(result(stream.send(from("bob@" + DOMAIN, "alice@" + OTHER, "x"))))
        .isEqualTo(Result.DISCONNECTED);
    restart();

    awaitOpen(stream);
    awaitOpen(other);
    other.send(from("alice@" + OTHER, "bob@" + DOMAIN, "again"));
    await().until(() -> answers.stream().anyMatch(one -> Letters.body(one).equals("again")));
  }

  @Test
  void aWrongSecretIsRefused() {
    stream.close();
    try (ComponentStream wrong = ComponentStream.start(settings(DOMAIN, "other"), this::echo)) {
      await().until(() -> wrong.state().phase() == Phase.REFUSED);
      assertThat(wrong.state().detail()).contains("not-authorized", "secret");
    }
  }

  @Test
  void anUnknownDomainIsRefused() {
    try (ComponentStream wrong =
        ComponentStream.start(settings("nowhere.test", DOMAIN, SECRET), this::echo)) {
      await().until(() -> wrong.state().phase() == Phase.REFUSED);
      assertThat(wrong.state().detail()).contains("nowhere.test");
    }
  }

  ComponentSettings settings(String domain, String secret) {
    return settings(domain, domain, secret);
  }

  private ComponentSettings settings(String domain, String portOf, String secret) {
    return ComponentSettings.of("127.0.0.1", port(portOf), domain, secret).withPace(QUICK);
  }

  static void awaitOpen(ComponentStream stream) {
    await().atMost(Duration.ofSeconds(20)).until(() -> stream.state().isOpen());
  }

  /** Says of a request that there is nobody to answer it; clients wait for that. */
  private static void refuse(Stanza stanza, ComponentStream by) {
    if (stanza.kind() == Stanza.Kind.IQ) {
      stanza.errorAnswer("cancel", "service-unavailable").ifPresent(by::send);
    }
  }

  /** Sends each message back to where it came from. */
  private CompletionStage<?> echo(Stanza stanza) {
    heard.add(stanza);
    refuse(stanza, stream);
    if (stanza.isError() || stanza.kind() != Stanza.Kind.MESSAGE) {
      return CompletableFuture.completedFuture(null);
    }
    return stream.send(
        from(stanza.to().orElseThrow(), stanza.from().orElseThrow(), Letters.body(stanza)));
  }

  static Stanza from(String from, String to, String body) {
    return Letters.message(from, to, "m", body);
  }

  static Result result(CompletionStage<Transfer> transfer) {
    return transfer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join().result();
  }
}
