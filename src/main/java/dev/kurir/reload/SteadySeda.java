package dev.kurir.reload;

import java.util.concurrent.BlockingQueue;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.apache.camel.component.seda.QueueReference;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * Camel's {@code seda:}, whose consumers can be replaced while others send. Camel's own endpoint,
 * where both ends of a queue are written alike, forgets the queue for a moment while a consumer of
 * it ends, and a send that falls into it fails. Thread-safe.
 */
@org.apache.camel.spi.annotations.Component("seda")
public final class SteadySeda extends SedaComponent {
  @Override
  protected SedaEndpoint createEndpoint(
      String uri,
      Component component,
      BlockingQueueFactory<Exchange> queues,
      int concurrentConsumers) {
    return new SteadyEndpoint(uri, component, queues, concurrentConsumers);
  }

  @Override
  protected SedaEndpoint createEndpoint(
      String uri, Component component, BlockingQueue<Exchange> queue, int concurrentConsumers) {
    return new SteadyEndpoint(uri, component, queue, concurrentConsumers);
  }

  private static final class SteadyEndpoint extends SedaEndpoint {
    private final String key;

    SteadyEndpoint(
        String uri,
        Component component,
        BlockingQueueFactory<Exchange> queues,
        int concurrentConsumers) {
      super(uri, component, queues, concurrentConsumers);
      this.key = getComponent().getQueueKey(uri);
    }

    SteadyEndpoint(
        String uri, Component component, BlockingQueue<Exchange> queue, int concurrentConsumers) {
      super(uri, component, queue, concurrentConsumers);
      this.key = getComponent().getQueueKey(uri);
    }

    @Override
    public QueueReference getQueueReference() {
      return getComponent().getQueueReference(key);
    }
  }
}
