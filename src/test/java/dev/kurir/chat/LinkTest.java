package dev.kurir.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.testing.LossyWire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The link against real sockets: lost, doubled and overtaken datagrams, servers that come and go.
 */
class LinkTest {
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Notes what happens. */
  private static final class Noted implements Link.Events {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<String> notices = new CopyOnWriteArrayList<>();
    volatile List<String> users = List.of();

    @Override
    public void message(long number, String from, String text) {
      messages.add(number + " " + from + " " + text);
    }

    @Override
    public void users(List<String> names) {
      users = names;
    }

    @Override
    public void notice(String line) {
      notices.add(line);
    }
  }

  private final Noted noted = new Noted();

  private Link link(List<InetSocketAddress> servers, Duration probe) {
    return Link.open(servers, probe, noted);
  }

  private static Answer of(CompletableFuture<Answer> future) throws Exception {
    return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private static void enter(Link link) throws Exception {
    assertThat(of(link.register("Darma", "rahasia"))).hasToString("ok registered darma");
    assertThat(of(link.login("darma", "rahasia"))).hasToString("ok welcome darma, 0 unread");
  }

  private static void until(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(LONG).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private static String shown(SmallMessenger.Node node) {
    return Servers.shown(node.address());
  }

  @Test
  void everythingArrivesOnceAndInOrderOverABadNetwork() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(1);
        LossyWire wire = new LossyWire(messenger.addresses().get(0), 11);
        Link link =
            link(List.of(new InetSocketAddress("127.0.0.1", wire.port())), Duration.ofSeconds(5))) {
      enter(link);
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        answers.add(link.ask("/send sari halo " + i));
        messenger.post("darma", "sari balasan " + i);
      }
      for (CompletableFuture<Answer> answer : answers) {
        assertThat(of(answer)).hasToString("ok sent to sari");
      }
      until("all pushes", () -> messenger.acknowledged("darma") == 100);
      assertThat(messenger.stored)
          .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "sari halo " + i).toList());
      assertThat(noted.messages)
          .isEqualTo(
              IntStream.rangeClosed(1, 100).mapToObj(i -> i + " sari balasan " + i).toList());
      assertThat(of(link.ask("/users"))).hasToString("ok users 1/1: ani budi sari");
      assertThat(wire.harmed()).isPositive();
    }
  }

  @Test
  void aSilentServerIsLeftForTheNextOneAndWhatWasUnansweredIsRepeatedThere() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(2);
        Link link = link(messenger.addresses(), PROBE)) {
      enter(link);
      SmallMessenger.Node first = messenger.nodes.get(0);
      SmallMessenger.Node second = messenger.nodes.get(1);
      assertThat(of(link.ask("/send sari satu"))).hasToString("ok sent to sari");
      first.silent = true;
      CompletableFuture<Answer> two = link.ask("/send sari dua");
      CompletableFuture<Answer> three = link.ask("/send sari tiga");
      assertThat(of(two)).hasToString("ok sent to sari");
      assertThat(of(three)).hasToString("ok sent to sari");
      assertThat(messenger.stored).containsExactly("sari satu", "sari dua", "sari tiga");
      assertThat(messenger.isAt("darma", second)).isTrue();
      assertThat(noted.notices)
          .containsExactly(
              "%s has not answered for 3 s: moved to %s and logged in again"
                  .formatted(shown(first), shown(second)));
      messenger.post("darma", "sari baik");
      until("the push", () -> noted.messages.contains("1 sari baik"));
    }
  }

  @Test
  void serversThatAServerToldOfAreKnown() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(2);
        Link link = link(messenger.addresses().subList(0, 1), PROBE)) {
      messenger.nodes.get(0).servers =
          shown(messenger.nodes.get(0)) + " " + shown(messenger.nodes.get(1));
      enter(link);
      assertThat(of(link.ask("/servers")).ok()).isTrue();
      messenger.nodes.get(0).silent = true;
      until("the move", () -> messenger.isAt("darma", messenger.nodes.get(1)));
    }
  }

  @Test
  void aServerThatTookOverIsFollowedWithoutALogin() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(2);
        Link link = link(messenger.addresses(), LONG)) {
      enter(link);
      SmallMessenger.Node first = messenger.nodes.get(0);
      SmallMessenger.Node second = messenger.nodes.get(1);
      first.silent = true;
      CompletableFuture<Answer> open = link.ask("/send sari satu");
      messenger.takeOver("darma", second, "moved " + shown(second));
      assertThat(of(open)).hasToString("ok sent to sari");
      assertThat(second.logins).isZero();
      assertThat(noted.notices)
          .containsExactly(shown(first) + " is gone: " + shown(second) + " has taken over");
    }
  }

  @Test
  void aStrangerMovesNobodyAndSaysNothing() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(2);
        SmallMessenger strange = new SmallMessenger(1);
        Link link = link(messenger.addresses(), LONG)) {
      enter(link);
      SmallMessenger.Node stranger = strange.nodes.get(0);
      messenger.takeOver("darma", stranger, "moved " + shown(messenger.nodes.get(1)));
      messenger.takeOver("darma", stranger, "msg 7 sari palsu");
      messenger.takeOver("darma", messenger.nodes.get(1), "moved " + shown(stranger));
      messenger.takeOver("darma", messenger.nodes.get(0), "msg 1 sari asli");
      until("the true one", () -> noted.messages.contains("1 sari asli"));
      assertThat(of(link.ask("/send sari halo"))).hasToString("ok sent to sari");
      assertThat(noted.messages).doesNotContain("7 sari palsu");
      assertThat(noted.notices).isEmpty();
      assertThat(link.server().get(1, TimeUnit.MINUTES)).isEqualTo(messenger.addresses().get(0));
    }
  }

  @Test
  void aFullServerNamesTheOneToGoTo() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(3);
        Link link = link(messenger.addresses(), PROBE)) {
      messenger.nodes.get(0).full = shown(messenger.nodes.get(2));
      enter(link);
      assertThat(messenger.isAt("darma", messenger.nodes.get(2))).isTrue();
    }
  }

  @Test
  void aForgottenSessionIsMadeAgainAndTheRequestRepeated() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(1);
        Link link = link(messenger.addresses(), LONG)) {
      enter(link);
      messenger.forget();
      assertThat(of(link.ask("/send sari halo"))).hasToString("ok sent to sari");
      assertThat(messenger.stored).containsExactly("sari halo");
      String server = shown(messenger.nodes.get(0));
      assertThat(noted.notices)
          .containsExactly(server + " had forgotten the session: logged in again at " + server);
    }
  }

  @Test
  void whatWasNotDoneIsRepeatedUntilItIs() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(1);
        Link link = link(messenger.addresses(), LONG)) {
      enter(link);
      messenger.nodes.get(0).failing = true;
      CompletableFuture<Answer> answer = link.ask("/send sari halo");
      messenger.post("darma", "sari sementara itu");
      until("a push meanwhile", () -> !noted.messages.isEmpty());
      assertThat(answer).isNotDone();
      messenger.nodes.get(0).failing = false;
      assertThat(of(answer)).hasToString("ok sent to sari");
      assertThat(messenger.stored).containsExactly("sari halo");
    }
  }

  @Test
  void aServerThatDoesNotKnowThePasswordIsNotBelieved() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(1);
        Link link = link(messenger.addresses(), PROBE)) {
      assertThat(of(link.register("darma", "rahasia")).ok()).isTrue();
      messenger.nodes.get(0).isFalse = true;
      assertThat(of(link.login("darma", "rahasia")).text()).endsWith("it may be a false one");
      assertThat(of(link.ask("/send sari halo"))).hasToString("err 401 log in first");
    }
  }

  @Test
  void aWrongPasswordAndNobodyThereAreToldApart() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(2);
        Link link = link(messenger.addresses(), Duration.ofSeconds(1))) {
      assertThat(of(link.register("darma", "rahasia")).ok()).isTrue();
      assertThat(of(link.login("darma", "salah"))).hasToString("err 401 wrong name or password");
      messenger.nodes.forEach(node -> node.silent = true);
      assertThat(of(link.login("darma", "rahasia")))
          .hasToString(
              "err 504 no server answers: %s, %s"
                  .formatted(shown(messenger.nodes.get(0)), shown(messenger.nodes.get(1))));
    }
  }

  @Test
  void whoLogsInElsewhereIsNotFoughtWith() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(1);
        Link link = link(messenger.addresses(), LONG)) {
      enter(link);
      SmallMessenger.Node node = messenger.nodes.get(0);
      messenger.takeOver("darma", node, "bye: logged in elsewhere");
      until("the notice", () -> !noted.notices.isEmpty());
      assertThat(noted.notices)
          .containsExactly("logged out: logged in elsewhere; /login to come back");
      assertThat(of(link.ask("/send sari halo"))).hasToString("err 401 log in first");
      assertThat(node.logins).isEqualTo(1);
    }
  }

  @Test
  void whatDoesNotFitADatagramIsRefusedHere() throws Exception {
    try (SmallMessenger messenger = new SmallMessenger(1);
        Link link = link(messenger.addresses(), LONG)) {
      enter(link);
      assertThat(of(link.ask("/send sari " + "x".repeat(1_400))).text())
          .startsWith("too long: 1411 bytes");
      assertThat(of(link.ask("/logout"))).hasToString("ok goodbye");
      assertThat(of(link.ask("/users"))).hasToString("err 401 log in first");
    }
  }
}
