package dev.kurir.messenger;

import dev.kurir.message.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to clients, one at a time for each. To a client that acknowledges, a push
 * is repeated until it does, ever more slowly; after {@link #TRIES} it counts as gone. To another
 * one it is sent once. Thread-safe.
 */
final class Pushes {
  static final int TRIES = 7;

  private static final long FIRST_PAUSE_MS = 150;

  /** Somebody who is away waits for nothing but a login. */
  private static final Duration AWAY = Duration.ofDays(365);

  private final Wire wire;
  private final ScheduledExecutorService timer;
  private volatile Consumer<Session> silent = session -> {};
  private final Clock clock;
  private final Map<Session, Push> underWay = new ConcurrentHashMap<>();

  Pushes(Wire wire, ScheduledExecutorService timer, Clock clock) {
    this.wire = wire;
    this.timer = timer;
    this.clock = clock;
  }

  /** Tells of sessions that acknowledge nothing any more. */
  void begin(Consumer<Session> told) {
    silent = told;
  }

  private record Push(long number, String text, CompletableFuture<Outcome> end) {}

  /** How a push ends where nobody is logged in. */
  Outcome away(String name) {
    return new Outcome.OverQuota(clock.instant().plus(AWAY), name + " is not logged in");
  }

  /**
   * Pushes a message; completes when the client has it, as far as can be known.
   *
   * @param text what stands behind the number
   */
  CompletionStage<Outcome> push(Session to, long number, String text) {
    String datagram = "msg " + number + " " + text;
    if (!to.acknowledges()) {
      wire.send(to.peer(), datagram);
      return CompletableFuture.completedFuture(new Outcome.Delivered(List.of()));
    }
    Push push = new Push(number, datagram, new CompletableFuture<>());
    Push before = underWay.put(to, push);
    if (before != null) {
      before.end.complete(again());
    }
    send(to, push, 1);
    return push.end;
  }

  private void send(Session to, Push push, int attempt) {
    if (push.end.isDone()) {
      return;
    }
    if (attempt > TRIES) {
      if (underWay.remove(to, push)) {
        silent.accept(to);
        push.end.complete(away(to.name()));
      }
      return;
    }
    wire.send(to.peer(), push.text);
    var unused =
        timer.schedule(
            () -> send(to, push, attempt + 1),
            FIRST_PAUSE_MS << (attempt - 1),
            TimeUnit.MILLISECONDS);
  }

  /** The client has it. */
  void acknowledged(Session by, long number) {
    Push push = underWay.get(by);
    if (push != null && push.number == number && underWay.remove(by, push)) {
      push.end.complete(new Outcome.Delivered(List.of()));
    }
  }

  /** A session has ended: what was on its way goes to the next one. */
  void ended(Session session) {
    Push push = underWay.remove(session);
    if (push != null) {
      push.end.complete(again());
    }
  }

  private static Outcome again() {
    return new Outcome.RetryLater(
        Duration.ZERO, Outcome.Scope.CONVERSATION, "the session has ended");
  }

  /** What is under way to a session; null: nothing. */
  @Nullable Long number(Session session) {
    Push push = underWay.get(session);
    return push == null ? null : push.number;
  }
}
