package dev.kurir.network.line;

import dev.kurir.message.InvalidFieldException;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Receives messages from LINE's webhooks and sends messages to LINE. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "line",
    title = "LINE",
    syntax = "line:flow",
    category = {Category.CHAT})
final class LineEndpoint extends DefaultEndpoint {
  /** What a URI names. */
  enum Flow {
    WEBHOOK,
    MESSAGES;

    static Flow of(String path) {
      for (Flow flow : values()) {
        if (flow.toString().equals(path)) {
          return flow;
        }
      }
      throw new InvalidFieldException("line:" + path, "unknown", "line:webhook or line:messages");
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @UriPath(
      description = "webhook: what LINE delivers (from). messages: what LINE shall deliver (to).",
      enums = "webhook,messages")
  @Metadata(required = true)
  private final Flow flow;

  private final LineComponent component;

  LineEndpoint(String uri, LineComponent component, Flow flow) {
    super(uri, component);
    this.component = component;
    this.flow = flow;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    expect(Flow.WEBHOOK, "from");
    LineConsumer consumer = new LineConsumer(this, processor, component);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    expect(Flow.MESSAGES, "to");
    return new LineProducer(this, component.sending());
  }

  private void expect(Flow expected, String side) {
    if (flow != expected) {
      throw new InvalidFieldException(side, "line:" + flow, "line:" + expected);
    }
  }
}
