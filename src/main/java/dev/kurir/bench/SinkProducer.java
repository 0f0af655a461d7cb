package dev.kurir.bench;

import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Takes a dispatch and says that it is delivered, at once or after the sink's time. */
final class SinkProducer extends DefaultAsyncProducer {
  private final SinkNetwork network;

  SinkProducer(SinkEndpoint endpoint, SinkNetwork network) {
    super(endpoint);
    this.network = network;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Duration after = network.answersAfter();
    if (after.isZero()) {
      deliver(exchange);
      callback.done(true);
      return true;
    }
    Executor later = CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(
        () -> {
          deliver(exchange);
          callback.done(false);
        });
    return false;
  }

  private void deliver(Exchange exchange) {
    Dispatch dispatch = exchange.getMessage().getBody(Dispatch.class);
    SinkNetwork.Watcher watcher = network.watcher();
    for (Dispatch.Item item : dispatch.items()) {
      watcher.arrived(item.id(), item.text());
    }
    List<NetworkMessageId> ids =
        dispatch.items().stream().map(item -> new NetworkMessageId("s" + item.id())).toList();
    exchange.getMessage().setBody(new Outcome.Delivered(ids));
  }
}
