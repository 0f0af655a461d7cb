package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.message.Arrival;
import dev.kurir.network.WebhookIntake;
import dev.kurir.network.WebhookIntake.Answer;
import dev.kurir.network.telegram.LongPolling.PollOptions;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one consumer of all bots. Polled updates come on threads of its own, posted ones on the HTTP
 * server's; each poll's answer and each post is one exchange with a {@code List<Arrival>}. Telegram
 * is told "received" only after that exchange ended without an exception and was not rolled back.
 *
 * <p>A post is answered 404 for an unknown key, 401 for a wrong secret, 400 for what is no JSON
 * object, 503 when it could not be stored, so that Telegram posts it again.
 */
final class TelegramBotsConsumer extends DefaultConsumer implements Suspendable {
  /** Threads on which polled updates are stored; more bots than this take turns. */
  private static final int THREADS = 8;

  private static final int STORED_WITHIN_S = 10;

  private final TelegramNetwork network;
  private final Function<TelegramSession, Reception> receiving;
  private @Nullable ExecutorService threads;
  private WebhookIntake.@Nullable Listening webhook;

  TelegramBotsConsumer(
      TelegramBotsEndpoint endpoint,
      Processor processor,
      TelegramNetwork network,
      PollOptions options) {
    super(endpoint, processor);
    this.network = network;
    this.receiving = session -> network.reception(session, options, this::take);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newFixedThreadPool(this, "telegram-inbound", THREADS);
    receive();
  }

  @Override
  protected void doStop() throws Exception {
    leave();
    if (threads != null) {
      getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(threads);
      threads.awaitTermination(STORED_WITHIN_S, TimeUnit.SECONDS); // what was polled is stored
      threads = null;
    }
    super.doStop();
  }

  @Override
  protected void doSuspend() throws InterruptedException {
    leave();
  }

  @Override
  protected void doResume() {
    receive();
  }

  private void receive() {
    webhook =
        WebhookIntake.listen(
            getEndpoint().getCamelContext(),
            TelegramTranslator.NETWORK,
            this::posted,
            HttpMethod.POST);
    network.sessions().attach(receiving);
  }

  private void leave() throws InterruptedException {
    network.sessions().detach(receiving);
    if (webhook != null) {
      webhook.end();
      webhook = null;
    }
  }

  private CompletableFuture<Void> take(List<Arrival> arrivals) {
    ExecutorService now = threads;
    if (now == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("the route has stopped"));
    }
    return CompletableFuture.runAsync(() -> store(arrivals), now);
  }

  private Answer posted(WebhookIntake.Request request) {
    TelegramSession session = network.sessions().find(request.key());
    if (session == null) {
      return Answer.refused(404, "key: unknown (expected: the path of a registered bot)");
    }
    if (!session.knows(request.header("X-Telegram-Bot-Api-Secret-Token"))) {
      return Answer.refused(
          401,
          "X-Telegram-Bot-Api-Secret-Token: wrong or missing (expected: the webhook's secret)");
    }
    JsonNode update;
    try {
      update = TelegramApi.JSON.readTree(request.body());
    } catch (IOException e) {
      return Answer.refused(400, "body: malformed (expected: one update as JSON)");
    }
    if (!update.isObject()) {
      return Answer.refused(400, "body: no JSON object (expected: one update as JSON)");
    }
    store(
        List.of(
            TelegramTranslator.translate(session.bot().id(), update, network.clock().instant())));
    return Answer.OK;
  }

  /** Returns only when the route has taken the arrivals. */
  private void store(List<Arrival> arrivals) {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(arrivals);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
        throw new IllegalStateException("the route rolled back");
      }
    } catch (Exception e) {
      throw new UnstoredException(e);
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
