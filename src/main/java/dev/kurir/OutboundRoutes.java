package dev.kurir;

import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * The routes {@code <network>-outbound} of this node, for a dispatch that came from another one. No
 * thread waits for a network's answer. Thread-safe.
 */
final class OutboundRoutes {
  private final CamelContext context;
  private final Map<NetworkName, AsyncProducer> producers = new ConcurrentHashMap<>();

  OutboundRoutes(CamelContext context) {
    this.context = context;
  }

  /** Sends by the network's whole outbound route; how it ended, which never fails. */
  CompletionStage<Outcome> send(Dispatch dispatch) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    try {
      AsyncProducer producer = producers.computeIfAbsent(dispatch.network(), this::producer);
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getMessage().setBody(dispatch);
      producer.process(exchange, doneSync -> end.complete(outcome(dispatch, exchange)));
    } catch (RuntimeException e) {
      end.complete(Deliveries.outcome(dispatch, e));
    }
    return end;
  }

  private static Outcome outcome(Dispatch dispatch, Exchange exchange) {
    Exception failure = exchange.getException();
    return failure == null
        ? exchange.getMessage().getBody(Outcome.class)
        : Deliveries.outcome(dispatch, failure);
  }

  private AsyncProducer producer(NetworkName network) {
    try {
      Endpoint endpoint = context.getEndpoint("direct:" + network + "-outbound");
      AsyncProducer producer = endpoint.createAsyncProducer();
      context.addService(producer);
      return producer;
    } catch (Exception e) {
      throw new IllegalStateException(network + "-outbound: no such route", e);
    }
  }
}
