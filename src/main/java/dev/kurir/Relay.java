package dev.kurir;

import dev.kurir.cluster.Cluster;
import dev.kurir.database.Node;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a dispatch delivered by the node that serves its bot, where that is not this one.
 *
 * <p>A node that does not serve the bot (any more) says so and does nothing; then it is looked for
 * again, for ten seconds. When a node does not answer, nobody knows what it did: the dispatch goes
 * as a repeated one to whoever serves the bot then. The node that was asked knows its own answers:
 * asked again it does not send again. No thread waits. Thread-safe.
 */
public final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final String TOPIC = "deliver";
  private static final byte[] NOT_HERE = {};
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int REMEMBERED = 10_000;
  private static final long KNOWN_FOR = Duration.ofMinutes(1).toNanos();

  private final Cluster cluster;
  private final Predicate<NetworkName> recognisesRepeats;
  private final Executor threads;
  private final Duration patience;
  private final List<Function<Dispatch, Optional<Node>>> places = new CopyOnWriteArrayList<>();
  private volatile @Nullable Function<Dispatch, CompletionStage<Outcome>> here;

  /** One attempt at one dispatch. */
  private record Request(MessageId id, int attempt) {}

  /** What a node asked for, with how it ended or will end. */
  private record Known(boolean repeated, long since, CompletableFuture<Outcome> end) {
    /** Questions may overtake each other, and a quota refuses one attempt many times. */
    boolean answers(Dispatch dispatch) {
      return (dispatch.repeated() || repeated) && System.nanoTime() - since < KNOWN_FOR;
    }
  }

  private final Map<Request, Known> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param threads may block
   * @param patience how long a node is looked for that serves the bot
   */
  Relay(
      Cluster cluster,
      Predicate<NetworkName> recognisesRepeats,
      Executor threads,
      Duration patience) {
    this.cluster = cluster;
    this.recognisesRepeats = recognisesRepeats;
    this.threads = threads;
    this.patience = patience;
  }

  /**
   * Adds where some dispatches go.
   *
   * @param place the node that is to deliver; empty: this one can; this node itself: it will be
   *     able to soon
   */
  void go(Function<Dispatch, Optional<Node>> place) {
    places.add(place);
  }

  /** Begins to answer other nodes; {@code delivers} never fails. */
  void begin(Function<Dispatch, CompletionStage<Outcome>> delivers) {
    here = delivers;
    cluster.answer(TOPIC, this::answer);
  }

  /** Whether it is not for this node to deliver, or not yet. */
  public boolean elsewhere(@Body Dispatch dispatch) {
    return place(dispatch).isPresent();
  }

  private Optional<Node> place(Dispatch dispatch) {
    for (Function<Dispatch, Optional<Node>> place : places) {
      Optional<Node> node = place.apply(dispatch);
      if (node.isPresent()) {
        return node;
      }
    }
    return Optional.empty();
  }

  /** Has it delivered; fails with a {@link SendFailedException} when it did not end delivered. */
  public CompletionStage<Outcome> deliver(@Body Dispatch dispatch) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    threads.execute(() -> new Search(dispatch, end).step());
    return end;
  }

  /** The way of one dispatch to its end; one step at a time. */
  private final class Search {
    private final CompletableFuture<Outcome> end;
    private Dispatch dispatch;
    private long deadline;

    Search(Dispatch dispatch, CompletableFuture<Outcome> end) {
      this.dispatch = dispatch;
      this.end = end;
      this.deadline = System.nanoTime() + patience.toNanos();
    }

    void step() {
      try {
        Optional<Node> node = place(dispatch);
        Function<Dispatch, CompletionStage<Outcome>> delivers = here;
        if (node.isEmpty() && delivers != null) {
          var unused = delivers.apply(dispatch).whenComplete(this::delivered);
        } else if (node.isEmpty() || node.get().equals(cluster.self())) {
          lookAgain();
        } else {
          ask(node.get());
        }
      } catch (RuntimeException e) {
        end.completeExceptionally(e);
      }
    }

    private void ask(Node node) {
      var unused =
          cluster
              .ask(node, TOPIC, DispatchJson.of(dispatch))
              .whenCompleteAsync(
                  (answer, failure) -> {
                    if (failure == null && answer.length == 0) {
                      lookAgain();
                    } else if (failure == null) {
                      read(node, answer);
                    } else {
                      unknown(node, failure);
                    }
                  },
                  threads);
    }

    private void read(Node node, byte[] answer) {
      try {
        delivered(DispatchJson.outcome(answer), null);
      } catch (IOException e) {
        unknown(node, e);
      }
    }

    private void unknown(Node node, Throwable failure) {
      LOG.warn("{}: node {} does not say what it did: {}", dispatch, node.id(), failure.toString());
      dispatch = dispatch.asRepeated();
      deadline = System.nanoTime() + patience.toNanos();
      lookAgain();
    }

    private void lookAgain() {
      if (System.nanoTime() - deadline < 0) {
        CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS, threads)
            .execute(this::step);
        return;
      }
      String reason = "no node serves bot " + dispatch.bot() + " now";
      boolean doubtful = dispatch.repeated() && !recognisesRepeats.test(dispatch.network());
      delivered(
          doubtful
              ? new Outcome.Uncertain(reason + ", and the one that did may have sent it")
              : new Outcome.RetryLater(null, Outcome.Scope.CONVERSATION, reason),
          null);
    }

    private void delivered(@Nullable Outcome outcome, @Nullable Throwable failure) {
      if (outcome instanceof Outcome.Delivered) {
        end.complete(outcome);
      } else if (outcome != null) {
        end.completeExceptionally(
            new SendFailedException(outcome, dispatch + ": not delivered elsewhere"));
      } else {
        end.completeExceptionally(
            failure == null ? new IllegalStateException("no outcome") : failure);
      }
    }
  }

  private CompletionStage<byte[]> answer(byte[] question) {
    return CompletableFuture.supplyAsync(() -> question, threads)
        .thenCompose(json -> deliverHere(json))
        .thenApply(outcome -> outcome == null ? NOT_HERE : DispatchJson.of(outcome));
  }

  private CompletionStage<@Nullable Outcome> deliverHere(byte[] question) {
    Dispatch dispatch;
    try {
      dispatch = DispatchJson.dispatch(question);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    Function<Dispatch, CompletionStage<Outcome>> delivers = here;
    Request request = new Request(dispatch.id(), dispatch.attempt());
    CompletableFuture<Outcome> end;
    synchronized (asked) {
      Known before = asked.get(request);
      if (before != null && before.answers(dispatch)) {
        return before.end.thenApply(outcome -> outcome);
      }
      if (delivers == null || elsewhere(dispatch)) {
        return CompletableFuture.completedFuture(null);
      }
      end = new CompletableFuture<>();
      asked.put(request, new Known(dispatch.repeated(), System.nanoTime(), end));
    }
    var unused =
        delivers
            .apply(dispatch)
            .whenComplete(
                (outcome, failure) -> {
                  if (failure == null) {
                    end.complete(outcome);
                  } else {
                    end.completeExceptionally(failure);
                  }
                });
    return end.thenApply(outcome -> outcome);
  }
}
