package dev.kurir;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import dev.kurir.outbox.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the outbox how an outbound exchange ended. Thread-safe. */
public final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private final Outbox outbox;

  Deliveries(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The route ended well; the network's producer has left its outcome. */
  public void ended(Dispatch dispatch, Outcome outcome) {
    outbox.ended(dispatch, outcome);
  }

  /** The route failed. */
  public void failed(Dispatch dispatch, Exception failure) {
    if (failure instanceof SendFailedException sending) {
      outbox.ended(dispatch, sending.outcome());
      return;
    }
    LOG.error("{}: its route failed", dispatch, failure);
    outbox.ended(
        dispatch,
        new Outcome.RetryLater(
            null,
            Outcome.Scope.CONVERSATION,
            "the outbound route failed: " + failure.getClass().getSimpleName()));
  }
}
