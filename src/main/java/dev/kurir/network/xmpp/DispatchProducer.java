package dev.kurir.network.xmpp;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * The Channel Adapter that sends a {@link Dispatch} by the bot it names. Leaves {@link
 * Outcome.Delivered} as the body, or ends the exchange with a {@link SendFailedException}. No
 * thread waits for the server. Thread-safe.
 */
final class DispatchProducer extends DefaultAsyncProducer {
  private final XmppNetwork network;

  DispatchProducer(BotsEndpoint endpoint, XmppNetwork network) {
    super(endpoint);
    this.network = network;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    if (!(exchange.getMessage().getBody() instanceof Dispatch dispatch)) {
      Object body = exchange.getMessage().getBody();
      exchange.setException(
          new IllegalArgumentException(
              "body: "
                  + (body == null ? "none" : body.getClass().getName())
                  + " (expected: "
                  + Dispatch.class.getName()
                  + ")"));
      callback.done(true);
      return true;
    }
    network.send(
        dispatch,
        outcome -> {
          settle(exchange, dispatch.toString(), outcome);
          callback.done(false);
        });
    return false;
  }

  /** Leaves an outcome in the exchange: as its body, or as the exception that ends it. */
  static void settle(Exchange exchange, String what, Outcome outcome) {
    String reason =
        outcome instanceof Outcome.RetryLater later
            ? later.reason()
            : outcome instanceof Outcome.Rejected rejected
                ? rejected.reason()
                : outcome instanceof Outcome.Uncertain uncertain ? uncertain.reason() : "";
    if (outcome instanceof Outcome.Delivered) {
      exchange.getMessage().setBody(outcome);
    } else {
      exchange.setException(new SendFailedException(outcome, what + ": " + reason));
    }
  }
}
