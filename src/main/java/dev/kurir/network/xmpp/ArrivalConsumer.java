package dev.kurir.network.xmpp;

import dev.kurir.message.Arrival;
import dev.kurir.network.Passage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * The Channel Adapter for what all XMPP bots receive: exchanges with a {@code List<Arrival>} of one
 * bot, on the thread that reads its stream. A server is told that a message arrived only after its
 * exchange ended without an exception. Bots say that they are available while this runs.
 */
final class ArrivalConsumer extends DefaultConsumer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final XmppNetwork network;
  private Passage passage = new Passage();

  ArrivalConsumer(BotsEndpoint endpoint, Processor processor, XmppNetwork network) {
    super(endpoint, processor);
    this.network = network;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    passage = new Passage();
    network.listen(this::store);
  }

  @Override
  protected void doStop() throws Exception {
    network.listen(null);
    passage.close(PATIENCE);
    super.doStop();
  }

  private void store(List<Arrival> arrivals) throws IOException {
    Passage entered = passage;
    if (!entered.enter()) {
      throw new IOException("the route has ended");
    }
    try {
      take(arrivals);
    } finally {
      entered.leave();
    }
  }

  private void take(List<Arrival> arrivals) throws IOException {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(arrivals);
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    try {
      Exception failure = exchange.getException();
      if (failure != null || exchange.isRollbackOnly()) {
        // the failure's own text may hold a message's
        throw new IOException(failure == null ? "rolled back" : failure.getClass().getSimpleName());
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
