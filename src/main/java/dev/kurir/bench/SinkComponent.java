package dev.kurir.bench;

import java.util.Map;
import java.util.Objects;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * The Camel component of a {@link SinkNetwork}: {@code sink:arrivals} consumes what the bench
 * delivers, {@code sink:messages} takes dispatches.
 */
@Component("sink")
final class SinkComponent extends DefaultComponent {
  private final SinkNetwork network;
  private volatile @Nullable SinkConsumer consumer;

  SinkComponent(SinkNetwork network) {
    this.network = network;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new SinkEndpoint(uri, this);
  }

  SinkNetwork network() {
    return network;
  }

  void consumer(SinkConsumer made) {
    consumer = made;
  }

  SinkConsumer consumer() {
    return Objects.requireNonNull(consumer, "the sink's inbound route does not run");
  }
}
