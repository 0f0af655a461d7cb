package dev.kurir.network.line;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * The Channel Adapter that sends a {@link Dispatch} to LINE in one request. Leaves {@link
 * Outcome.Delivered} as the body, or ends the exchange with a {@link SendFailedException}.
 *
 * <p>No thread waits for LINE: the exchange goes on, when the answer comes, on a thread of the
 * producer's own, so that the SDK's are free for the next request. Thread-safe.
 */
final class LineProducer extends DefaultAsyncProducer {
  private final LineSending sending;
  private @Nullable ExecutorService threads;

  LineProducer(LineEndpoint endpoint, LineSending sending) {
    super(endpoint);
    this.sending = sending;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "LineSent");
  }

  @Override
  protected void doStop() throws Exception {
    if (threads != null) {
      getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(threads);
      threads = null;
    }
    super.doStop();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      Dispatch dispatch = dispatch(exchange);
      CompletableFuture<?> unused =
          sending
              .send(dispatch)
              .whenCompleteAsync(
                  (outcome, unexpected) -> {
                    if (unexpected != null) {
                      exchange.setException(unexpected);
                    } else {
                      settle(exchange, dispatch, outcome);
                    }
                    callback.done(false);
                  },
                  this::goOn);
      return false;
    } catch (RuntimeException unsent) {
      exchange.setException(unsent);
      callback.done(true);
      return true;
    }
  }

  private static Dispatch dispatch(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof Dispatch dispatch) {
      return dispatch;
    }
    throw new IllegalArgumentException(
        "body: "
            + (body == null ? "none" : body.getClass().getName())
            + " (expected: "
            + Dispatch.class.getName()
            + ")");
  }

  private static void settle(Exchange exchange, Dispatch dispatch, Outcome outcome) {
    if (outcome instanceof Outcome.Delivered) {
      exchange.getMessage().setBody(outcome);
    } else {
      exchange.setException(
          new SendFailedException(outcome, dispatch + ": " + LineOutcome.reason(outcome)));
    }
  }

  private void goOn(Runnable rest) {
    ExecutorService pool = threads;
    try {
      if (pool != null) {
        pool.execute(rest);
        return;
      }
    } catch (RejectedExecutionException stopping) {
      // The exchange must end all the same.
    }
    rest.run();
  }
}
