package dev.kurir.network.line;

import dev.kurir.message.Arrival;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.network.WebhookIntake;
import dev.kurir.network.WebhookIntake.Answer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Channel Adapter for LINE's webhooks, for all bots. One request becomes one exchange with a
 * {@code List<Arrival>}; LINE reads 200 only after it ended without an exception, else 503.
 *
 * <p>Nothing is parsed before its signature is checked (Messaging API, "Receive messages").
 */
final class LineConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(LineConsumer.class);

  private final LineBots bots;
  private final LineReplyTokens replyTokens;
  private final Clock clock;
  private WebhookIntake.@Nullable Listening listening;

  LineConsumer(LineEndpoint endpoint, Processor processor, LineComponent component) {
    super(endpoint, processor);
    this.bots = component.bots();
    this.replyTokens = component.replyTokens();
    this.clock = component.clock();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    listening =
        WebhookIntake.listen(
            getEndpoint().getCamelContext(), LineNetwork.NAME, this::answer, HttpMethod.POST);
  }

  @Override
  protected void doStop() throws Exception {
    if (listening != null) {
      listening.end();
      listening = null;
    }
    super.doStop();
  }

  private Answer answer(WebhookIntake.Request request) throws IOException {
    Optional<LineBot> found = bots.byKey(request.key());
    if (found.isEmpty()) {
      return Answer.refused(404, "webhook: unknown (expected: the path of a registered bot)");
    }
    LineBot bot = found.get();
    if (!bot.signature().covers(request.body(), request.header(LineSignature.HEADER))) {
      if (bot.firstMissigned()) {
        LOG.warn("{}: webhook request refused: its signature is wrong", bot.bot());
      }
      return Answer.refused(
          401,
          LineSignature.HEADER
              + ": missing or wrong (expected: Base64 of HMAC-SHA256 over the body with the"
              + " channel secret)");
    }
    LineRequest events;
    try {
      events = LineRequest.parse(request.body());
    } catch (InvalidFieldException malformed) {
      return Answer.refused(400, String.valueOf(malformed.getMessage()));
    }
    bot.hear();
    checkDestination(bot, events.destination());
    if (!events.events().isEmpty()) {
      Instant now = clock.instant();
      List<Arrival> arrivals = LineTranslator.translate(bot.bot().id(), events, now);
      replyTokens.keep(events, arrivals, now); // first: the answer may be sent before this returns
      accept(bot, arrivals);
    }
    return Answer.OK;
  }

  private static void checkDestination(LineBot bot, String destination) {
    if (!destination.equals(bot.bot().account()) && bot.firstMisdirected()) {
      LOG.warn(
          "{}: LINE delivers events for another bot here (expected destination: {}): accepted",
          bot.bot(),
          bot.bot().account());
    }
  }

  private void accept(LineBot bot, List<Arrival> arrivals) throws IOException {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(arrivals);
      getProcessor().process(exchange);
    } catch (Exception thrown) {
      exchange.setException(thrown);
    }
    try {
      Exception failure = exchange.getException();
      if (failure != null || exchange.isRollbackOnly()) {
        // The failure's own text may hold a message's: the route's failure policy decides about it.
        throw new IOException(
            bot.bot()
                + ": "
                + arrivals.size()
                + " events not accepted: "
                + (failure == null ? "rolled back" : failure.getClass().getSimpleName()));
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
