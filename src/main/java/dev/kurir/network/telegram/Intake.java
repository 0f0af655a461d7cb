package dev.kurir.network.telegram;

import dev.kurir.message.Arrival;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where received updates go: the one inbound route. Thread-safe. */
@FunctionalInterface
interface Intake {
  /**
   * Hands arrivals to the route, as one exchange.
   *
   * @return completes when they are stored; with an exception when they are not
   */
  CompletableFuture<Void> take(List<Arrival> arrivals);
}
