package dev.kurir.network.xmpp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.sandbox.Prosody;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jivesoftware.smackx.sid.element.OriginIdElement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations over a real Prosody, with partners who use a client of their own. */
class XmppNetworkIT {
  @TempDir static Path directory;
  private static Prosody prosody;
  private static int number;

  private final Bridge.Memory memory = new Bridge.Memory();
  private final String suffix = Integer.toString(++number);
  private Bridge bridge;
  private Bot bot;
  private Partner darma;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    prosody = Prosody.start(directory, "lab.test", 0);
  }

  @AfterAll
  static void stop() {
    if (prosody != null) {
      prosody.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    bridge = new Bridge(memory);
    bot = bridge.open(prosody, "bot" + suffix, number);
    darma = new Partner(prosody, "darma" + suffix);
  }

  @AfterEach
  void close() {
    darma.close();
    bridge.close();
    bridge.network.close(bot.id());
  }

  @Test
  void whatAPartnerWritesArrivesAndIsConfirmedAfterItIsStored() throws Exception {
    String id = darma.write(bot.account(), "hai, apa kabar?");

    await().until(() -> darma.confirmed().contains(id));
    Arrival arrival = bridge.stored.get(0);
    assertThat(arrival.text()).isEqualTo("hai, apa kabar?");
    assertThat(arrival.sender().value()).isEqualTo(darma.jid());
    assertThat(arrival.userName()).isEqualTo(darma.jid());
    assertThat(arrival.displayName()).isNull();
    assertThat(arrival.kind()).isEqualTo("text");
    assertThat(arrival.bot()).isEqualTo(bot.id());
    assertThat(bridge.stored).hasSize(1);
  }

  @Test
  void aDispatchArrivesAsAChatWithNothingInternal() throws Exception {
    Outcome outcome =
        bridge.send(bridge.dispatch(bot, darma.jid(), "halo <&> 😀")).get(20, SECONDS);

    await().until(() -> !darma.received().isEmpty());
    Message message = darma.received().get(0);
    assertThat(message.getBody()).isEqualTo("halo <&> 😀");
    assertThat(message.getType()).isEqualTo(Message.Type.chat);
    assertThat(message.getFrom().asBareJid().toString()).isEqualTo(bot.account());
    assertThat(DeliveryReceiptRequest.from(message)).isNotNull();
    assertThat(OriginIdElement.getOriginId(message).getId()).isEqualTo(message.getStanzaId());
    assertThat(message.toXML().toString())
        .doesNotContain("properties", "Camel", "breadcrumb", "kurir:");
    assertThat(outcome)
        .isEqualTo(new Outcome.Delivered(List.of(new NetworkMessageId(message.getStanzaId()))));
  }

  @Test
  void fiveHundredMessagesToTwoPeopleArriveRightAndInOrder() throws Exception {
    try (Partner bima = new Partner(prosody, "bima" + suffix)) {
      CompletableFuture<Void> toDarma = converse(darma.jid(), "d", 250);
      CompletableFuture<Void> toBima = converse(bima.jid(), "b", 250);
      toDarma.get(60, SECONDS);
      toBima.get(60, SECONDS);

      await().until(() -> darma.texts().size() == 250 && bima.texts().size() == 250);
      assertThat(darma.texts()).isEqualTo(numbered("d", 250));
      assertThat(bima.texts()).isEqualTo(numbered("b", 250));
    }
  }

  @Test
  void aDifferentPersonForEachDispatchOnTheOneEndpoint() throws Exception {
    try (Partner bima = new Partner(prosody, "bima" + suffix);
        Partner carol = new Partner(prosody, "carol" + suffix)) {
      bridge.send(bridge.dispatch(bot, darma.jid(), "for darma")).get(20, SECONDS);
      bridge.send(bridge.dispatch(bot, bima.jid(), "for bima")).get(20, SECONDS);
      bridge.send(bridge.dispatch(bot, carol.jid(), "for carol")).get(20, SECONDS);

      await().until(() -> !bima.texts().isEmpty() && !carol.texts().isEmpty());
      assertThat(darma.texts()).containsExactly("for darma");
      assertThat(bima.texts()).containsExactly("for bima");
      assertThat(carol.texts()).containsExactly("for carol");
    }
  }

  @Test
  void nobodyThereIsRejectedWithTheServersReason() throws Exception {
    Outcome outcome =
        bridge.send(bridge.dispatch(bot, "nobody@lab.test", "hello")).get(20, SECONDS);

    assertThat(outcome)
        .isEqualTo(new Outcome.Rejected("returned: service-unavailable", Outcome.Meaning.MESSAGE));
  }

  @Test
  void charactersThatXmlForbidsDoNotEndTheStream() throws Exception {
    Outcome first =
        bridge.send(bridge.dispatch(bot, darma.jid(), "a\u0001b\uD800c\u0000")).get(20, SECONDS);
    bridge.send(bridge.dispatch(bot, darma.jid(), "still there")).get(20, SECONDS);

    assertThat(first).isInstanceOf(Outcome.Delivered.class);
    await().until(() -> darma.texts().size() == 2);
    assertThat(darma.texts()).containsExactly("a\uFFFDb\uFFFDc\uFFFD", "still there");
  }

  @Test
  void aStrangersBrokenExtensionDoesNotEndTheStreamAndItsTextArrives() throws Exception {
    StandardExtensionElement broken =
        StandardExtensionElement.builder("delay", "urn:xmpp:delay")
            .addAttribute("stamp", "yesterday")
            .build();
    darma.send(
        StanzaBuilder.buildMessage("broken-1")
            .ofType(Message.Type.chat)
            .to(bot.account())
            .setBody("with a broken stamp")
            .addExtension(broken)
            .build());
    darma.write(bot.account(), "and another");

    await().until(() -> bridge.texts(darma.jid()).contains("and another"));
    assertThat(bridge.texts(darma.jid())).containsExactly("with a broken stamp", "and another");
    assertThat(bridge.network.health(bot.id()).up()).isTrue();
  }

  @Test
  void whatIsNotStoredIsNotConfirmedAndComesAgain() throws Exception {
    bridge.failures.set(6); // more than is tried in place: the stream ends, the server keeps it
    String first = darma.write(bot.account(), "one");
    String second = darma.write(bot.account(), "two");

    await().until(() -> darma.confirmed().containsAll(List.of(first, second)));
    assertThat(bridge.texts(darma.jid())).containsExactly("one", "two");
  }

  @Test
  void whatCameWhileKurirWasDownFollows() throws Exception {
    darma.write(bot.account(), "before");
    await().until(() -> bridge.texts(darma.jid()).size() == 1);
    close();
    try (Partner bima = new Partner(prosody, "bima" + suffix)) {
      for (String text : numbered("missed", 130)) {
        bima.write(bot.account(), text);
      }
      await().until(bima::signedIn);

      bridge = new Bridge(memory);
      bridge.network.open(bot);
      bima.write(bot.account(), "after");

      await().until(() -> bridge.texts(bima.jid()).contains("after"));
      List<String> expected = new ArrayList<>(numbered("missed", 130));
      expected.add("after");
      assertThat(bridge.texts(bima.jid())).isEqualTo(expected);
      assertThat(bridge.texts(darma.jid())).isEmpty();
    }
    darma = new Partner(prosody, "darma" + suffix);
  }

  @Test
  void aFirstLoginImportsNoHistory() throws Exception {
    darma.write(bot.account(), "old");
    await().until(() -> bridge.texts(darma.jid()).size() == 1);
    close();

    memory.marks.clear();
    bridge = new Bridge(memory);
    bridge.network.open(bot);
    darma = new Partner(prosody, "darma" + suffix);
    darma.write(bot.account(), "new");

    await().until(() -> !bridge.texts(darma.jid()).isEmpty());
    assertThat(bridge.texts(darma.jid())).containsExactly("new");
  }

  @Test
  void aRepeatThatTheServerHasIsNotSentAgain() throws Exception {
    Dispatch dispatch = bridge.dispatch(bot, darma.jid(), "once");
    Outcome first = bridge.send(dispatch).get(20, SECONDS);
    Outcome second = bridge.send(Bridge.again(dispatch, 2, true)).get(20, SECONDS);
    bridge.send(bridge.dispatch(bot, darma.jid(), "the end")).get(20, SECONDS);

    assertThat(second).isEqualTo(first);
    await().until(() -> darma.texts().contains("the end"));
    assertThat(darma.texts()).containsExactly("once", "the end");
  }

  @Test
  void aRepeatThatTheServerHasNotIsSentWithTheSameIdAndADelayStamp() throws Exception {
    Dispatch dispatch = bridge.dispatch(bot, darma.jid(), "late");
    bridge.send(Bridge.again(dispatch, 2, true)).get(20, SECONDS);

    await().until(() -> !darma.received().isEmpty());
    Message message = darma.received().get(0);
    assertThat(message.getStanzaId()).isEqualTo(Outgoing.of(dispatch).id());
    assertThat(message.hasExtension("delay", "urn:xmpp:delay")).isTrue();
  }

  @Test
  void aClosedBotSaysSoAndSendsNothing() throws Exception {
    bridge.network.close(bot.id());

    Outcome outcome = bridge.send(bridge.dispatch(bot, darma.jid(), "x")).get(20, SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.RetryLater.class);
    assertThat(bridge.network.health(bot.id()).up()).isFalse();
  }

  @Test
  void whatIsNoMessageIsNoArrival() throws Exception {
    darma.send(
        StanzaBuilder.buildMessage("state")
            .ofType(Message.Type.chat)
            .to(bot.account())
            .addExtension(
                StandardExtensionElement.builder(
                        "composing", "http://jabber.org/protocol/chatstates")
                    .build())
            .build());
    darma.write(bot.account(), "hello");

    await().until(() -> !bridge.stored.isEmpty());
    assertThat(bridge.texts(darma.jid())).containsExactly("hello");
  }

  @Test
  void aCorrectionIsAnEditedArrival() throws Exception {
    darma.send(
        StanzaBuilder.buildMessage("fix-1")
            .ofType(Message.Type.chat)
            .to(bot.account())
            .setBody("halo")
            .addExtension(
                StandardExtensionElement.builder("replace", "urn:xmpp:message-correct:0")
                    .addAttribute("id", "w-1")
                    .build())
            .build());

    await().until(() -> !bridge.stored.isEmpty());
    assertThat(bridge.stored.get(0).kind()).isEqualTo("edited");
    assertThat(bridge.stored.get(0).text()).isEqualTo("[edited] halo");
  }

  @Test
  void roomsOfCamelsOwnAreRefused() {
    assertThatThrownBy(
            () -> bridge.context.getEndpoint("xmpp:127.0.0.1:5222?room=tea&user=a&password=b"))
        .hasStackTraceContaining("xmpp option room: given (expected: not to be given: chats only)");
    assertThatThrownBy(() -> bridge.context.getEndpoint("xmpp:bots?user=a"))
        .hasStackTraceContaining("xmpp option user");
    assertThatThrownBy(() -> bridge.context.getEndpoint("xmpp:bots?colour=red"))
        .hasStackTraceContaining("colour");
  }

  private CompletableFuture<Void> converse(String to, String text, int count) {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (String each : numbered(text, count)) {
      last =
          last.thenCompose(done -> bridge.send(bridge.dispatch(bot, to, each)))
              .thenAccept(outcome -> assertThat(outcome).isInstanceOf(Outcome.Delivered.class));
    }
    return last;
  }

  static List<String> numbered(String text, int count) {
    return IntStream.range(0, count).mapToObj(i -> text + " " + i).toList();
  }
}
