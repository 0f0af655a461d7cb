package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.cluster.Town;
import dev.kurir.database.Node;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {
  private static final NetworkName TELEGRAM = new NetworkName("telegram");
  private static final NetworkName LINE = new NetworkName("line");
  private static final Outcome DELIVERED =
      new Outcome.Delivered(List.of(new NetworkMessageId("sent-1")));

  private final Town town = new Town();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Server one = new Server(1, Duration.ofSeconds(10));
  private final Server two = new Server(2, Duration.ofSeconds(10));
  private final Server three = new Server(3, Duration.ofSeconds(10));
  private volatile Node holder = new Node(2);

  /** A node with a network that takes what comes and answers when told, or at once. */
  private final class Server {
    final Town.Member member;
    final Relay relay;
    final List<Dispatch> taken = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<Outcome>> answers = new CopyOnWriteArrayList<>();
    volatile Outcome answer = DELIVERED;
    volatile boolean slow;

    /** What this node believes; null: the truth. */
    volatile Node believes;

    Server(int id, Duration patience) {
      member = town.join(id);
      relay = new Relay(member, network -> network.equals(LINE), threads, patience);
      relay.go(
          dispatch -> {
            Node at = believes == null ? holder : believes;
            boolean here = at.equals(member.self()) && holder.equals(at);
            return here ? Optional.empty() : Optional.of(at);
          });
      relay.begin(this::take);
    }

    private CompletionStage<Outcome> take(Dispatch dispatch) {
      CompletableFuture<Outcome> end = new CompletableFuture<>();
      if (!slow) {
        end.complete(answer);
      }
      answers.add(end);
      taken.add(dispatch);
      return end;
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    town.close();
  }

  private static Dispatch dispatch(NetworkName network) {
    return new Dispatch(
        network,
        new BotId(7),
        new Address("42"),
        List.of(new Dispatch.Item(new MessageId(5), "Halo")),
        UUID.randomUUID(),
        1,
        false,
        null);
  }

  private static Outcome outcome(CompletionStage<Outcome> end) throws Exception {
    try {
      return end.toCompletableFuture().get(40, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(SendFailedException.class);
      return ((SendFailedException) e.getCause()).outcome();
    }
  }

  @Test
  void theNodeThatServesTheBotDelivers() throws Exception {
    Dispatch dispatch = dispatch(TELEGRAM);

    assertThat(one.relay.elsewhere(dispatch)).isTrue();
    assertThat(two.relay.elsewhere(dispatch)).isFalse();
    assertThat(outcome(one.relay.deliver(dispatch))).isEqualTo(DELIVERED);
    assertThat(two.taken).containsExactly(dispatch);
    assertThat(one.taken).isEmpty();
  }

  @Test
  void whatTheNetworkThereSaysIsTheOutcome() throws Exception {
    for (Outcome refused :
        List.of(
            new Outcome.Rejected("blocked", Outcome.Meaning.CONTACT_GONE),
            new Outcome.RetryLater(Duration.ofSeconds(3), Outcome.Scope.BOT, "429"),
            new Outcome.Uncertain("time-out"),
            new Outcome.OverQuota(Instant.parse("2026-03-01T00:00:00Z"), "month"))) {
      two.answer = refused;
      assertThat(outcome(one.relay.deliver(dispatch(TELEGRAM)))).isEqualTo(refused);
    }
    assertThat(two.taken).extracting(Dispatch::repeated).containsOnly(false);
  }

  @Test
  void aNodeThatDoesNotServeItDoesNothingAndTheNextIsAsked() throws Exception {
    one.believes = new Node(3);
    CompletionStage<Outcome> end = one.relay.deliver(dispatch(TELEGRAM));
    holder = new Node(1); // it is gained by the one who asks
    one.believes = null;

    assertThat(outcome(end)).isEqualTo(DELIVERED);
    assertThat(one.taken).extracting(Dispatch::repeated).containsExactly(false);
    assertThat(three.taken).isEmpty();
    assertThat(two.taken).isEmpty();
  }

  @Test
  void whenTheNodeDiesInTheMiddleItGoesRepeatedToTheNext() throws Exception {
    two.slow = true;
    CompletionStage<Outcome> end = one.relay.deliver(dispatch(TELEGRAM));
    await().until(() -> two.taken.size() == 1);
    holder = new Node(3);
    two.member.die();
    two.answers.get(0).complete(DELIVERED); // which nobody hears

    assertThat(outcome(end)).isEqualTo(DELIVERED);
    assertThat(two.taken).extracting(Dispatch::repeated).containsExactly(false);
    assertThat(three.taken).extracting(Dispatch::repeated).containsExactly(true);
  }

  @Test
  void aNodeThatIsAskedAgainDoesNotSendAgain() throws Exception {
    two.slow = true;
    CompletionStage<Outcome> end = one.relay.deliver(dispatch(TELEGRAM));
    await().until(() -> two.taken.size() == 1);
    two.member.die();
    two.answers.get(0).complete(DELIVERED);
    town.rejoin(two.member); // only the way was gone for a moment

    assertThat(outcome(end)).isEqualTo(DELIVERED);
    assertThat(two.taken).hasSize(1);
  }

  @Test
  void withoutAnyoneWhoServesItItIsTriedLater() throws Exception {
    Server hasty = new Server(4, Duration.ZERO);
    holder = new Node(4);
    hasty.believes = new Node(3); // which says that it does not

    assertThat(outcome(hasty.relay.deliver(dispatch(TELEGRAM))))
        .isInstanceOfSatisfying(
            Outcome.RetryLater.class,
            later -> assertThat(later.scope()).isEqualTo(Outcome.Scope.CONVERSATION));
    assertThat(three.taken).isEmpty();
  }

  @Test
  void whatMayHaveBeenSentIsUncertainUnlessTheNetworkRecognisesRepeats() throws Exception {
    Server hasty = new Server(4, Duration.ZERO);
    hasty.believes = new Node(9); // which does not answer

    assertThat(outcome(hasty.relay.deliver(dispatch(TELEGRAM))))
        .isInstanceOf(Outcome.Uncertain.class);
    assertThat(outcome(hasty.relay.deliver(dispatch(LINE)))).isInstanceOf(Outcome.RetryLater.class);
  }
}
