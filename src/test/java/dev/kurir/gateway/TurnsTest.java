package dev.kurir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What concerns one address is done in its order. */
@Timeout(30)
class TurnsTest {
  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(true);
  private final Turns turns = new Turns();

  @AfterEach
  void close() {
    turns.close();
  }

  @Test
  void oneAddressIsDoneInOrderAndHoldsUpNoOther() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    List<Integer> done = new CopyOnWriteArrayList<>();
    CompletionStage<?> first =
        turns.take(
            "a",
            () -> {
              await(held);
              done.add(0);
              return DONE;
            });
    List<CompletionStage<?>> others =
        IntStream.rangeClosed(1, 500)
            .<CompletionStage<?>>mapToObj(
                i ->
                    turns.take(
                        "a",
                        () -> {
                          done.add(i);
                          return DONE;
                        }))
            .toList();
    turns.take("b", () -> DONE).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(done).isEmpty();
    held.countDown();

    others.get(499).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(done).isEqualTo(IntStream.rangeClosed(0, 500).boxed().toList());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFailureIsToldAndTheNextIsDone() throws Exception {
    CompletionStage<?> failing =
        turns.take(
            "a",
            () -> {
              throw new IllegalStateException("the database is away");
            });
    turns.take("a", () -> DONE).toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> failing.toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasRootCauseMessage("the database is away");
  }
}
