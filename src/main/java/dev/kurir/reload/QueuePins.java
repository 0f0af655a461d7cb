package dev.kurir.reload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.LinkedBlockingQueueFactory;
import org.apache.camel.component.seda.QueueReference;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * Holds on to all {@code seda:} queues while routes are replaced: Camel forgets one, and what waits
 * in it, as soon as no route names it. One thread.
 */
final class QueuePins implements AutoCloseable {
  private final List<SedaEndpoint> pins = new ArrayList<>();

  QueuePins(CamelContext context) {
    if (!context.getComponentNames().contains("seda")) {
      return;
    }
    SedaComponent seda = context.getComponent("seda", SedaComponent.class);
    Map<String, QueueReference> queues = new HashMap<>(seda.getQueues());
    queues.forEach((key, queue) -> pins.add(pin(context, seda, key, queue)));
  }

  private static SedaEndpoint pin(
      CamelContext context, SedaComponent seda, String key, QueueReference queue) {
    SedaEndpoint pin = new SedaEndpoint(key, seda, new LinkedBlockingQueueFactory<>(), 1);
    pin.setCamelContext(context);
    if (queue.getSize() != null) {
      pin.setSize(queue.getSize());
    }
    pin.setMultipleConsumers(Boolean.TRUE.equals(queue.getMultipleConsumers()));
    pin.getQueue(); // which takes part in the one that is there
    return pin;
  }

  @Override
  public void close() {
    pins.forEach(SedaEndpoint::shutdown);
  }
}
