package dev.kurir.network.line;

import com.linecorp.bot.messaging.model.PushMessageResponse;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.network.SendFailedException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * The Channel Adapter that pushes a {@link Dispatch} to LINE in one request. Leaves {@link
 * Outcome.Delivered} as the body, or ends the exchange with a {@link SendFailedException}.
 *
 * <p>No thread waits for LINE: the exchange goes on, when the answer comes, on a thread of the
 * producer's own, so that the SDK's are free for the next request. Thread-safe.
 */
final class LineProducer extends DefaultAsyncProducer {
  private final LineBots bots;
  private final Clock clock;
  private @Nullable ExecutorService threads;

  LineProducer(LineEndpoint endpoint, LineBots bots, Clock clock) {
    super(endpoint);
    this.bots = bots;
    this.clock = clock;
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
      Optional<LineBot> bot = bots.byId(dispatch.bot());
      if (bot.isEmpty()) {
        throw failed(new RetryLater(null, Scope.BOT, "the bot is not open"), dispatch);
      }
      CompletableFuture<?> unused =
          bot.get()
              .api()
              .push(dispatch)
              .whenCompleteAsync(
                  (sent, thrown) -> {
                    try {
                      settle(exchange, dispatch, bot.get(), sent, thrown);
                    } catch (RuntimeException unexpected) {
                      exchange.setException(unexpected);
                    }
                    callback.done(false);
                  },
                  this::goOn);
      return false;
    } catch (Exception unsent) {
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

  private void settle(
      Exchange exchange,
      Dispatch dispatch,
      LineBot bot,
      @Nullable PushMessageResponse sent,
      @Nullable Throwable thrown) {
    int items = dispatch.items().size();
    Outcome outcome =
        thrown == null
            ? LineOutcome.delivered(sent == null ? null : sent.sentMessages(), items)
            : LineOutcome.failed(LineFailure.of(thrown, List.of()), items, clock.instant());
    if (outcome instanceof Outcome.Delivered) {
      bot.revoked(null);
      exchange.getMessage().setBody(outcome);
      return;
    }
    if (outcome instanceof Rejected rejected && rejected.meaning() == Outcome.Meaning.BOT_REVOKED) {
      bot.revoked(rejected.reason());
    }
    exchange.setException(failed(outcome, dispatch));
  }

  private static SendFailedException failed(Outcome outcome, Dispatch dispatch) {
    String reason =
        outcome instanceof RetryLater later
            ? later.reason()
            : outcome instanceof Rejected rejected ? rejected.reason() : "not delivered";
    return new SendFailedException(outcome, dispatch + ": " + reason);
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
