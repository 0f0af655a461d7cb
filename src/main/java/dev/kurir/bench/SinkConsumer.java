package dev.kurir.bench;

import dev.kurir.message.Arrival;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Brings the bench's arrivals into the inbound route, as a network's webhook does: one exchange a
 * list, acknowledged when it has ended without an exception. Thread-safe.
 */
final class SinkConsumer extends DefaultConsumer {
  SinkConsumer(SinkEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
  }

  CompletionStage<Void> deliver(List<Arrival> arrivals) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(arrivals);
    getAsyncProcessor()
        .process(
            exchange,
            doneSync -> {
              Exception failure = exchange.getException();
              releaseExchange(exchange, false);
              if (failure == null) {
                acknowledged.complete(null);
              } else {
                acknowledged.completeExceptionally(failure);
              }
            });
    return acknowledged;
  }
}
