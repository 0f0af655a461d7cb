package dev.kurir.network.declared;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultConsumer;

/** {@code from: kurir:outbox}: what a bot shall send, one message an exchange. */
@UriEndpoint(
    scheme = "kurir",
    syntax = "kurir:outbox",
    title = "Kurir's outbox",
    consumerOnly = true)
final class OutboxEndpoint extends BotEndpoint {
  OutboxEndpoint(String uri, KurirComponent component) {
    super(uri, component);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    OutboxConsumer consumer = new OutboxConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** Serves one bot while it runs. */
  static final class OutboxConsumer extends DefaultConsumer {
    private final OutboxEndpoint outbox;

    OutboxConsumer(OutboxEndpoint outbox, Processor processor) {
      super(outbox, processor);
      this.outbox = outbox;
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      outbox.networks().senders().put(outbox.bot(), this);
    }

    @Override
    protected void doStop() throws Exception {
      outbox.networks().senders().remove(outbox.bot(), this);
      super.doStop();
    }
  }
}
