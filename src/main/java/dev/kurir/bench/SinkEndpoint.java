package dev.kurir.bench;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultEndpoint;

/** Both ends of a {@link SinkNetwork}. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "sink",
    title = "Sink",
    syntax = "sink:flow",
    category = {Category.TESTING})
final class SinkEndpoint extends DefaultEndpoint {
  private final SinkComponent component;

  SinkEndpoint(String uri, SinkComponent component) {
    super(uri, component);
    this.component = component;
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    SinkConsumer consumer = new SinkConsumer(this, processor);
    component.consumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    return new SinkProducer(this, component.network());
  }
}
