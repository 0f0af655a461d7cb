package dev.kurir.reload;

import dev.kurir.network.Passage;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.StringHelper;

/**
 * Camel's {@code direct:}, whose consumers can be replaced under load. Camel's own producer, while
 * one thread waits for the next consumer, sends what other threads bring into the one that has
 * ended, where the next step fails. Here each exchange is given to a consumer that runs, and one
 * that ends waits for the exchanges in it. Thread-safe.
 */
@Component("direct")
public final class SteadyDirect extends DirectComponent {
  private static final long CONSUMER_WITHIN_MS = 20_000;

  public SteadyDirect() {
    setTimeout(CONSUMER_WITHIN_MS);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    DirectEndpoint endpoint = new SteadyEndpoint(uri, this);
    endpoint.setBlock(isBlock());
    endpoint.setTimeout(getTimeout());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private static final class SteadyEndpoint extends DirectEndpoint {
    SteadyEndpoint(String uri, DirectComponent component) {
      super(uri, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
      String key = StringHelper.before(getEndpointUri(), "?", getEndpointUri());
      Consumer consumer = new SteadyConsumer(this, processor, key);
      configureConsumer(consumer);
      return consumer;
    }

    @Override
    public Producer createProducer() {
      return new SteadyProducer(this);
    }
  }

  private static final class SteadyConsumer extends DirectConsumer {
    private Passage passage = new Passage();

    SteadyConsumer(DirectEndpoint endpoint, Processor processor, String key) {
      super(endpoint, processor, key);
    }

    @Override
    protected void doStart() throws Exception {
      passage = new Passage(); // before anybody finds this consumer
      super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
      doSuspend(); // nobody finds it any more
      Duration patience =
          getEndpoint().getCamelContext().isStopping() ? Duration.ZERO : Drain.patience(getRoute());
      passage.close(patience);
      super.doStop(); // which stops the steps
    }
  }

  private static final class SteadyProducer extends DefaultAsyncProducer {
    private final DirectEndpoint endpoint;

    SteadyProducer(DirectEndpoint endpoint) {
      super(endpoint);
      this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      try {
        DirectConsumer found = endpoint.getConsumer();
        while (found instanceof SteadyConsumer consumer) {
          Passage passage = consumer.passage;
          if (passage.enter()) {
            return through(consumer, passage, exchange, callback);
          }
          found = endpoint.getConsumer(); // it has ended meanwhile
        }
        exchange.setException(
            new DirectConsumerNotAvailableException(
                "No consumers available on endpoint: " + endpoint, exchange));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        exchange.setException(e);
      }
      callback.done(true);
      return true;
    }

    private static boolean through(
        SteadyConsumer consumer, Passage passage, Exchange exchange, AsyncCallback callback) {
      return consumer
          .getAsyncProcessor()
          .process(
              exchange,
              doneSync -> {
                passage.leave();
                callback.done(doneSync);
              });
    }
  }
}
