package dev.kurir;

import dev.kurir.mapping.MappingEngine;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the routes of the bridge: an empty exchange to the {@code seda:} endpoint that a route
 * consumes. Each holds one at most, so that any number of signals while a route works becomes one.
 * Signals before the start and after the stop are dropped: the routes look everywhere when they
 * begin. Thread-safe.
 */
final class Signals {
  private final Map<String, SedaEndpoint> endpoints = new ConcurrentHashMap<>();
  private volatile @Nullable CamelContext context;

  /** Where the routes of a network's part of the bridge begin. */
  static List<String> heardBy(NetworkName network) {
    return List.of(
        "seda:mapping-engine-" + network,
        "seda:outbox-flush-" + network,
        "seda:outbox-deliver-" + network,
        "direct:" + network + "-outbound");
  }

  void begin(CamelContext running) {
    context = running;
  }

  void end() {
    context = null;
  }

  /** The journal holds something new. */
  void journal() {
    wake("inbox-store");
  }

  /** A network's inbox holds something new. */
  void inbox(NetworkName network) {
    wake("mapping-engine-" + network);
  }

  /** Another process has stored messages, which are mapped here. */
  BiConsumer<NetworkName, Lane> stored(MappingEngine mapping) {
    return (network, lane) -> {
      mapping.arrivedElsewhere(network, lane);
      inbox(network);
    };
  }

  /** An outbox holds something new, or an attempt has ended. */
  void outbox(NetworkName network) {
    wake("outbox-flush-" + network);
  }

  void everything(Collection<NetworkName> networks) {
    journal();
    for (NetworkName network : networks) {
      wake("mapping-engine-" + network);
      wake("outbox-flush-" + network);
    }
  }

  /** A signal that still waits will be heard after this: one is enough. */
  private void wake(String route) {
    CamelContext running = context;
    if (running == null) {
      return;
    }
    SedaEndpoint endpoint =
        endpoints.computeIfAbsent(
            route,
            name ->
                running.getEndpoint(
                    "seda:" + name + "?size=1&discardWhenFull=true", SedaEndpoint.class));
    BlockingQueue<Exchange> waiting = endpoint.getQueue();
    if (waiting.isEmpty()) {
      waiting.offer(endpoint.createExchange()); // a producer does the same, with more around it
    }
  }
}
