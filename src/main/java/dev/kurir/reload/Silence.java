package dev.kurir.reload;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Lets no message out of a context: an endpoint that leads outside swallows what it is given,
 * leaves the message as it was, and counts. Thread-safe.
 */
final class Silence implements EndpointStrategy {
  private static final Set<String> INSIDE =
      Set.of("rule", "direct", "seda", "bean", "class", "language", "log", "ref");
  private final AtomicLong swallowed = new AtomicLong();
  private final Set<String> allowed;

  /**
   * @param allowed schemes that may lead outside
   */
  Silence(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** How many messages were swallowed. */
  long swallowed() {
    return swallowed.get();
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
    return INSIDE.contains(scheme) || allowed.contains(scheme)
        ? endpoint
        : new SilentEndpoint(uri, endpoint);
  }

  private final class SilentEndpoint extends DefaultEndpoint {
    private final Endpoint instead;

    SilentEndpoint(String uri, Endpoint instead) {
      super(uri, null);
      this.instead = instead;
      setCamelContext(instead.getCamelContext());
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          swallowed.incrementAndGet();
        }
      };
    }

    /** Never started. */
    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
      return instead.createConsumer(processor);
    }

    @Override
    public boolean isLenientProperties() {
      return true;
    }
  }
}
