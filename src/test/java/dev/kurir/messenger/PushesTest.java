package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushesTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<Session> silent = Collections.synchronizedList(new ArrayList<>());
  private final Pushes pushes = new Pushes((to, text) -> sent.add(text), timer, Clock.systemUTC());

  @BeforeEach
  void listen() {
    pushes.begin(silent::add);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static Session session(boolean acknowledges) {
    return new Session(
        UUID.randomUUID(),
        new OwnerId(1_000_000_000),
        "ani",
        new InetSocketAddress("127.0.0.1", 4711),
        acknowledges,
        new byte[32],
        Runnable::run);
  }

  @Test
  void aClientThatDoesNotAcknowledgeGetsItOnce() {
    assertThat(pushes.push(session(false), 7, "budi halo").toCompletableFuture())
        .isCompletedWithValueMatching(Outcome.Delivered.class::isInstance);
    assertThat(sent).containsExactly("msg 7 budi halo");
  }

  @Test
  void aPushIsRepeatedUntilItsOwnNumberIsAcknowledged() {
    Session ani = session(true);
    CompletableFuture<Outcome> end = pushes.push(ani, 7, "budi halo").toCompletableFuture();
    await().until(() -> sent.size() >= 3);
    pushes.acknowledged(ani, 6);
    assertThat(end).isNotDone();
    pushes.acknowledged(ani, 7);
    assertThat(end).isCompletedWithValueMatching(Outcome.Delivered.class::isInstance);
    pushes.acknowledged(ani, 7);
    assertThat(pushes.number(ani)).isNull();
  }

  @Test
  void whoAcknowledgesNothingIsGoneAfterSomeTries() {
    Session ani = session(true);
    CompletableFuture<Outcome> end = pushes.push(ani, 7, "budi halo").toCompletableFuture();
    await().atMost(Duration.ofMinutes(1)).until(end::isDone);
    assertThat(end).isCompletedWithValueMatching(Outcome.OverQuota.class::isInstance);
    assertThat(sent).hasSize(Pushes.TRIES);
    assertThat(silent).containsExactly(ani);
  }

  @Test
  void whatWasOnItsWayWhenASessionEndsGoesAgain() {
    Session ani = session(true);
    CompletableFuture<Outcome> end = pushes.push(ani, 7, "budi halo").toCompletableFuture();
    pushes.ended(ani);
    assertThat(end).isCompletedWithValueMatching(Outcome.RetryLater.class::isInstance);
  }
}
