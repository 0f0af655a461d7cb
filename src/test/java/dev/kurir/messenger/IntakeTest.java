package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<List<Arrival>> batches = Collections.synchronizedList(new ArrayList<>());
  private final List<CompletableFuture<Void>> stores =
      Collections.synchronizedList(new ArrayList<>());
  private final List<String> ends = Collections.synchronizedList(new ArrayList<>());
  private final Intake intake =
      new Intake(
          arrivals -> {
            CompletableFuture<Void> stored = new CompletableFuture<>();
            batches.add(arrivals);
            stores.add(stored);
            return stored;
          },
          thread);

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  private static Arrival arrival(String text) {
    return new Arrival(
        new NetworkName("udp"),
        new BotId(7),
        new NetworkMessageId(text),
        new Address("ani"),
        "ani",
        null,
        "text",
        text,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        Map.of());
  }

  private boolean take(String text) {
    return intake.take(
        List.of(arrival(text)),
        failure -> ends.add(text + (failure == null ? "" : " " + failure.getMessage())));
  }

  @Test
  void whatComesMeanwhileGoesAsOneBatchInItsOrder() {
    take("1");
    await().until(() -> batches.size() == 1);
    IntStream.rangeClosed(2, 50).forEach(i -> take("" + i));
    assertThat(batches).hasSize(1);
    stores.get(0).complete(null);
    await().until(() -> batches.size() == 2);
    assertThat(batches.get(1).stream().map(Arrival::text))
        .isEqualTo(IntStream.rangeClosed(2, 50).mapToObj(i -> "" + i).toList());
    assertThat(ends).containsExactly("1");
    stores.get(1).complete(null);
    await().until(() -> ends.size() == 50);
    take("51");
    await().until(() -> batches.size() == 3);
  }

  @Test
  void aFailureIsToldToThoseOfTheBatchOnly() {
    take("1");
    await().until(() -> batches.size() == 1);
    take("2");
    stores.get(0).completeExceptionally(new IOException("disk full"));
    await().until(() -> batches.size() == 2);
    stores.get(1).complete(null);
    await().until(() -> ends.size() == 2);
    assertThat(ends).containsExactly("1 disk full", "2");
  }

  @Test
  void itHoldsABoundedNumber() {
    int taken = 0;
    while (take("" + taken)) {
      taken++;
    }
    assertThat(taken).isEqualTo(20_000);
    await().until(() -> !batches.isEmpty());
    stores.get(0).complete(null);
    await().until(() -> take("more"));
  }
}
