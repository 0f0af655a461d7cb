package dev.kurir.network.xmpp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.message.Bot;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.network.RefusedException;
import dev.kurir.sandbox.Prosody;
import dev.kurir.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die, refuse or cannot be trusted. */
class XmppFaultsIT {
  @TempDir Path directory;
  private final Bridge.Memory memory = new Bridge.Memory();

  @BeforeAll
  static void installed() {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    Awaitility.setDefaultTimeout(Duration.ofSeconds(90));
  }

  /**
   * Judged by the server's own archives: what a killed server had in memory for the partner's
   * session, the partner's client has to fetch from there. Two people, each with a conversation of
   * their own, while the server is killed three times.
   */
  @Test
  void aKilledServerLosesNothingSilentlyAndDoublesNothing() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0);
        Bridge bridge = new Bridge(memory)) {
      Bot bot = bridge.open(prosody, "bot", 1);
      try (Partner darma = new Partner(prosody, "darma");
          Partner bima = new Partner(prosody, "bima")) {
        Set<String> uncertain = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> toDarma = converse(bridge, bot, darma.jid(), "d", 60, uncertain);
        CompletableFuture<Void> toBima = converse(bridge, bot, bima.jid(), "b", 60, uncertain);
        for (int round = 1; round <= 3; round++) {
          int far = 15 * round;
          await().until(() -> darma.archived(bot.account()).size() >= far);
          killAndRestart(prosody, bridge, bot, darma);
          await().until(bima::signedIn);
        }
        toDarma.get(120, SECONDS);
        toBima.get(120, SECONDS);

        assertThat(uncertain).as("at most one for each kill").hasSizeLessThanOrEqualTo(3);
        onceInOrder(darma.archived(bot.account()), XmppNetworkIT.numbered("d", 60), uncertain);
        onceInOrder(bima.archived(bot.account()), XmppNetworkIT.numbered("b", 60), uncertain);
        try (Partner observer = new Partner(prosody, "bot")) {
          assertThat(observer.archived(bot.account()))
              .containsExactlyInAnyOrderElementsOf(
                  Stream.of("d", "b")
                      .flatMap(name -> XmppNetworkIT.numbered(name, 60).stream())
                      .toList());
        }
        bothDirectionsWork(bridge, bot, darma);
      }
    }
  }

  /** The uncertain ones may be there or not. */
  private static void onceInOrder(List<String> arrived, List<String> sent, Set<String> uncertain) {
    assertThat(arrived).doesNotHaveDuplicates();
    assertThat(sent).containsSubsequence(arrived);
    assertThat(arrived)
        .containsAll(sent.stream().filter(text -> !uncertain.contains(text)).toList());
  }

  /** The server kills itself just after it archived one message, before it passes it on. */
  @Test
  void whatAServerArchivedAndDidNotPassOnIsUncertainAndNothingElse() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0)) {
      prosody.kill();
      endOnceArchived("d 7");
      prosody.restart();
      try (Bridge bridge = new Bridge(memory)) {
        Bot bot = bridge.open(prosody, "bot", 1);
        try (Partner darma = new Partner(prosody, "darma")) {
          Set<String> uncertain = ConcurrentHashMap.newKeySet();
          CompletableFuture<Void> out = converse(bridge, bot, darma.jid(), "d", 12, uncertain);
          await().until(() -> !bridge.network.health(bot.id()).up());
          prosody.restart();
          out.get(120, SECONDS);

          List<String> expected = new ArrayList<>(XmppNetworkIT.numbered("d", 12));
          expected.remove("d 7");
          assertThat(uncertain).containsExactly("d 7");
          await().until(darma::signedIn);
          assertThat(darma.archived(bot.account())).isEqualTo(expected);
          bridge.network.close(bot.id());
        }
      }
    }
  }

  /** Gives the server a module that ends it without a further word, once a text is archived. */
  private void endOnceArchived(String text) throws Exception {
    Path modules = Files.createDirectories(directory.resolve("modules"));
    Files.writeString(
        modules.resolve("mod_sudden_end.lua"),
        """
        local getpid = require "util.pposix".getpid;
        local kill = require "util.signal".kill;
        module:hook("archive-message-added", function (event)
          if event.stanza:get_child_text("body") == "%s" then
            kill(getpid(), "SIGKILL");
          end
        end);
        """
            .formatted(text));
    Path file = directory.resolve("prosody.cfg.lua");
    String modulesEnabled = "modules_enabled = { ";
    assertThat(Files.readString(file)).contains(modulesEnabled);
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                modulesEnabled,
                "plugin_paths = { \"" + modules + "\" }\n" + modulesEnabled + "\"sudden_end\"; "));
  }

  /** A server that stops answering and is then killed: its stream can't be resumed. */
  @Test
  void whatWasNotAcknowledgedWhenTheStreamEndedIsSentAgainWithADelayStamp() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0);
        Bridge bridge = new Bridge(memory)) {
      Bot bot = bridge.open(prosody, "bot", 1);
      try (Partner darma = new Partner(prosody, "darma")) {
        Dispatch dispatch = bridge.dispatch(bot, darma.jid(), "late");
        prosody.freeze();
        CompletableFuture<Outcome> first = bridge.send(dispatch);
        prosody.kill();
        prosody.restart();

        assertThat(first.get(90, SECONDS)).isInstanceOf(Outcome.RetryLater.class);
        await().until(() -> bridge.network.health(bot.id()).up());
        await().until(darma::signedIn);
        assertThat(untilSettled(bridge, dispatch, 2).get(90, SECONDS))
            .isInstanceOf(Outcome.Delivered.class);
        await().until(() -> darma.texts().contains("late"));
        bridge.send(bridge.dispatch(bot, darma.jid(), "the end")).get(90, SECONDS);
        await().until(() -> darma.texts().contains("the end"));
        assertThat(darma.texts()).containsExactly("late", "the end");
        Message late = darma.received().get(0);
        assertThat(late.hasExtension("delay", "urn:xmpp:delay")).isTrue();
        assertThat(darma.received().get(1).hasExtension("delay", "urn:xmpp:delay")).isFalse();
      }
    }
  }

  /** It takes the new connection and says nothing for so long that this is given up too. */
  @Test
  void aServerThatStallsIsSignedInToWhenItGoesOn() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0);
        Bridge bridge = new Bridge(memory)) {
      Bot bot = bridge.open(prosody, "bot", 1);
      try (Partner darma = new Partner(prosody, "darma")) {
        prosody.freeze();
        CompletableFuture<Outcome> first =
            bridge.send(bridge.dispatch(bot, darma.jid(), "into the silence"));
        assertThat(first.get(90, SECONDS)).isInstanceOf(Outcome.RetryLater.class);
        await().until(() -> bridge.network.health(bot.id()).detail().equals("no answer"));
        prosody.thaw();
        await()
            .failFast(
                "it does not connect any more",
                () -> bridge.network.health(bot.id()).detail().contains("Sasl"))
            .until(() -> bridge.network.health(bot.id()).up());
        bothDirectionsWork(bridge, bot, darma);
      }
    }
  }

  @Test
  void afterAKillBothDirectionsWorkWithoutAnArchiveToo() throws Exception {
    try (Prosody prosody =
            Prosody.start(directory, Prosody.Options.of("lab.test").withoutArchive());
        Bridge bridge = new Bridge(memory)) {
      Bot bot = bridge.open(prosody, "bot", 1);
      try (Partner darma = new Partner(prosody, "darma")) {
        for (int round = 1; round <= 3; round++) {
          killAndRestart(prosody, bridge, bot, darma);
        }
        bothDirectionsWork(bridge, bot, darma);
      }
    }
  }

  private static void killAndRestart(Prosody prosody, Bridge bridge, Bot bot, Partner darma)
      throws Exception {
    prosody.kill();
    await().until(() -> !bridge.network.health(bot.id()).up());
    await().until(() -> !darma.signedIn());
    prosody.restart();
    await().until(() -> bridge.network.health(bot.id()).up());
    await().until(darma::signedIn);
  }

  private static void bothDirectionsWork(Bridge bridge, Bot bot, Partner darma) throws Exception {
    for (String text : XmppNetworkIT.numbered("in", 50)) {
      darma.write(bot.account(), text);
    }
    converse(bridge, bot, darma.jid(), "out", 50, ConcurrentHashMap.newKeySet()).get(60, SECONDS);
    await().until(() -> bridge.texts(darma.jid()).size() >= 50);
    assertThat(bridge.texts(darma.jid())).isEqualTo(XmppNetworkIT.numbered("in", 50));
    await().until(() -> darma.texts().size() >= 50);
    assertThat(darma.texts()).endsWith(XmppNetworkIT.numbered("out", 50).toArray(String[]::new));
  }

  /** Sends one after the other, and again what is given back, as the outbox does. */
  private static CompletableFuture<Void> converse(
      Bridge bridge, Bot bot, String to, String name, int count, Set<String> uncertain) {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (String text : XmppNetworkIT.numbered(name, count)) {
      last =
          last.thenCompose(done -> untilSettled(bridge, bridge.dispatch(bot, to, text), 1))
              .thenAccept(
                  outcome -> {
                    if (outcome instanceof Outcome.Uncertain) {
                      uncertain.add(text);
                    } else {
                      assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
                    }
                  });
    }
    return last;
  }

  private static CompletableFuture<Outcome> untilSettled(Bridge bridge, Dispatch dispatch, int n) {
    return bridge
        .send(Bridge.again(dispatch, n, false))
        .thenCompose(
            outcome ->
                outcome instanceof Outcome.RetryLater
                    ? CompletableFuture.supplyAsync(
                            () -> null,
                            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
                        .thenCompose(x -> untilSettled(bridge, dispatch, n + 1))
                    : CompletableFuture.completedFuture(outcome));
  }

  @Test
  void whatWaitsOnAServerWithoutAnArchiveArrivesAtLogin() throws Exception {
    try (Prosody prosody =
            Prosody.start(directory, Prosody.Options.of("lab.test").withoutArchive());
        Partner darma = new Partner(prosody, "darma")) {
      Bot bot;
      try (Bridge first = new Bridge(memory)) {
        bot = first.open(prosody, "bot", 1);
        first.network.close(bot.id());
      }
      for (String text : XmppNetworkIT.numbered("waiting", 20)) {
        darma.write(bot.account(), text);
      }
      try (Bridge bridge = new Bridge(memory)) {
        bridge.network.open(bot);
        await().until(() -> bridge.stored.size() == 20);
        assertThat(bridge.texts(darma.jid())).isEqualTo(XmppNetworkIT.numbered("waiting", 20));
        bridge.network.close(bot.id());
      }
    }
  }

  /** Else one outage at the start would skip what was missed, or bring it after what is new. */
  @Test
  void aBookmarkThatCantBeReadAtFirstIsNotOverwritten() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0);
        Partner darma = new Partner(prosody, "darma")) {
      Bot bot;
      try (Bridge first = new Bridge(memory)) {
        bot = first.open(prosody, "bot", 1);
        first.network.close(bot.id());
      }
      for (String text : XmppNetworkIT.numbered("missed", 20)) {
        darma.write(bot.account(), text);
      }
      memory.unreadable.set(1);
      try (Bridge bridge = new Bridge(memory)) {
        bridge.network.open(bot);
        await().until(() -> bridge.network.health(bot.id()).up());
        darma.write(bot.account(), "live");
        await().until(() -> bridge.stored.size() == 21);
        List<String> expected = new ArrayList<>(XmppNetworkIT.numbered("missed", 20));
        expected.add("live");
        assertThat(bridge.texts(darma.jid())).isEqualTo(expected);
        bridge.network.close(bot.id());
      }
    }
  }

  @Test
  void aServerThatIsAwayAtFirstIsFoundLater() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0);
        Bridge bridge = new Bridge(memory)) {
      prosody.kill();
      Bot bot = bridge.open(prosody, "bot", 1);
      assertThat(bridge.network.health(bot.id()).up()).isFalse();
      assertThat(bridge.network.health(bot.id()).detail()).contains("connection refused");
      Outcome early = bridge.send(bridge.dispatch(bot, "darma@lab.test", "x")).get(20, SECONDS);
      assertThat(early)
          .isInstanceOfSatisfying(
              Outcome.RetryLater.class,
              later -> assertThat(later.scope()).isEqualTo(Outcome.Scope.BOT));

      prosody.restart();
      await().until(() -> bridge.network.health(bot.id()).up());
      bridge.network.close(bot.id());
    }
  }

  @Test
  void credentialsAreRefusedInWords() throws Exception {
    XmppNetwork network = new XmppNetwork(memory, java.time.Clock.systemUTC());
    try (Prosody prosody = Prosody.start(directory, Prosody.Options.of("lab.test", "two.test"))) {
      prosody.register("bot", "pw-bot");
      Credentials right = Bridge.credentials(prosody, "bot");

      assertThat(network.verify(right).account()).isEqualTo("bot@lab.test");
      assertThat(network.verify(with(right, "jid", "BOT@lab.test")).account())
          .isEqualTo("bot@lab.test");
      refused(network, with(right, "password", "wrong-secret"), "wrong user name or password");
      refused(network, without(right, "caFile"), "certificate not trusted");
      refused(network, with(right, "jid", "bot@three.test"), "bot@three.test: ");
      refused(network, with(right, "host", "no-such-host.invalid"), "unknown host");
      refused(network, with(right, "port", Integer.toString(Ports.free())), "connection refused");

      Bot bot = Bridge.bot(1, "bot@lab.test", with(right, "password", "wrong-secret"));
      assertThatThrownBy(() -> network.open(bot))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("wrong user name or password")
          .hasMessageNotContaining("wrong-secret");
    }
  }

  @Test
  void aServerWithoutTlsGetsNoPassword() throws Exception {
    XmppNetwork network = new XmppNetwork(memory, java.time.Clock.systemUTC());
    try (Prosody prosody =
        Prosody.start(directory, Prosody.Options.of("lab.test").withoutEncryption())) {
      prosody.register("bot", "pw-bot");
      refused(network, Bridge.credentials(prosody, "bot"), "offers no TLS");
    }
  }

  /** Camel 4.17's own producer delivered bob's and carol's messages to alice. */
  @Test
  void endpointsOfAnEngineersOwnDeliverToTheRightPerson() throws Exception {
    try (Prosody prosody = Prosody.start(directory, "lab.test", 0);
        Partner alice = new Partner(prosody, "alice");
        Partner bob = new Partner(prosody, "bob");
        Partner carol = new Partner(prosody, "carol")) {
      prosody.register("own", "pw-own");
      String base = "xmpp:127.0.0.1:" + prosody.port();
      String options =
          "?serviceName=lab.test&user=own&password=RAW(pw-own)&caFile=" + prosody.caFile();
      List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
      RouteBuilder own =
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:own")
                  .setHeader("secret-header", constant("leak"))
                  .toD(base + "/${header.person}@lab.test" + options);
              from(base + "/bob@lab.test" + options)
                  .process(
                      e ->
                          heard.add(
                              e.getMessage().getHeader(AccountEndpoint.FROM)
                                  + ": "
                                  + e.getMessage().getBody(String.class)));
            }
          };
      try (Bridge bridge = new Bridge(memory, own)) {
        for (String person : List.of("alice", "bob", "carol", "alice")) {
          bridge
              .context
              .createProducerTemplate()
              .sendBodyAndHeader("direct:own", "for " + person, "person", person);
        }
        await().until(() -> alice.texts().size() == 2 && !carol.texts().isEmpty());
        assertThat(alice.texts()).containsExactly("for alice", "for alice");
        assertThat(bob.texts()).containsExactly("for bob");
        assertThat(carol.texts()).containsExactly("for carol");
        assertThat(alice.received().get(0).toXML().toString())
            .contains("type='chat'")
            .doesNotContain("properties", "leak");

        alice.write("own@lab.test", "not heard");
        bob.write("own@lab.test", "hello");
        await().until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("bob@lab.test: hello");
      }
    }
  }

  private static void refused(XmppNetwork network, Credentials credentials, String reason) {
    assertThatThrownBy(() -> network.verify(credentials))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(reason);
  }

  private static Credentials with(Credentials credentials, String name, String value) {
    Map<String, String> values = new HashMap<>(credentials.values());
    values.put(name, value);
    return new Credentials(values);
  }

  private static Credentials without(Credentials credentials, String name) {
    Map<String, String> values = new HashMap<>(credentials.values());
    values.remove(name);
    return new Credentials(values);
  }
}
