package dev.kurir.network.declared;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Linked;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.network.SendFailedException;
import dev.kurir.network.Tenure;
import dev.kurir.network.WebhookIntake;
import dev.kurir.network.WebhookIntake.Answer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that is made of two route templates, {@code <name>-inbound} and {@code
 * <name>-outbound}. Each bot gets a route of each, made with its credentials as the template's
 * parameters. Thread-safe.
 */
public final class DeclaredNetwork implements Network {
  /** The ends of the templates' ids. */
  public static final List<String> DIRECTIONS = List.of("inbound", "outbound");

  private static final Logger LOG = LoggerFactory.getLogger(DeclaredNetwork.class);
  private static final String HIDDEN = "•••";

  private final DeclaredNetworks all;
  private final CamelContext context;
  private volatile Declaration declaration;
  private volatile Tenure tenure = Tenure.ALONE;
  private WebhookIntake.@Nullable Listening webhooks;

  DeclaredNetwork(Declaration declaration, DeclaredNetworks all, CamelContext context) {
    this.declaration = declaration;
    this.all = all;
    this.context = context;
  }

  void become(Declaration next) {
    declaration = next;
  }

  /** What its files declare now. */
  public Declaration declaration() {
    return declaration;
  }

  @Override
  public Capabilities capabilities() {
    return declaration.capabilities();
  }

  @Override
  public Identity verify(Credentials credentials) {
    return new Identity(declaration.account(credentials));
  }

  @Override
  public boolean exclusive() {
    return declaration.exclusive();
  }

  @Override
  public void ask(Tenure now) {
    tenure = now;
  }

  @Override
  public void prepare() throws Exception {
    all.prepare(name());
  }

  /** Whether this node may act for a bot now. */
  boolean holds(BotId bot) {
    return !exclusive() || tenure.holds(bot);
  }

  @Override
  public void open(Bot bot) throws RefusedException {
    listen();
    all.opened(bot);
    boolean live = false;
    try {
      all.prepare(name());
      for (String direction : DIRECTIONS) {
        String route = routeId(direction, bot.id());
        all.routes().make(route, name() + "-" + direction, parameters(bot));
      }
      FirstPoll.check(context.getRoute(routeId("inbound", bot.id())));
      live = true;
    } catch (Exception e) {
      throw new RefusedException(reason(e, bot.credentials()));
    } finally {
      if (!live) {
        close(bot.id());
      }
    }
  }

  private synchronized void listen() {
    if (webhooks == null) {
      webhooks =
          WebhookIntake.listen(context, name(), this::answer, HttpMethod.POST, HttpMethod.GET);
    }
  }

  private Answer answer(WebhookIntake.Request request) throws Exception {
    Bot bot = all.byKey(name(), request.key());
    if (bot == null) {
      return Answer.refused(404, "webhook: unknown (expected: the path of a registered bot)");
    }
    return all.webhooks()
        .pass(bot.id(), route -> route.answer(request))
        .orElseThrow(() -> new NoRouteException(name() + "-inbound serves no webhook"));
  }

  /** The id of a bot's route. */
  public static String routeId(NetworkName network, String direction, BotId bot) {
    return network + "-" + direction + "-" + bot;
  }

  private String routeId(String direction, BotId bot) {
    return routeId(name(), direction, bot);
  }

  /** What a bot's route is made with. */
  private Map<String, Object> parameters(Bot bot) {
    Map<String, Object> parameters = new HashMap<>(declaration.values(bot.credentials()));
    parameters.put("bot", bot.id().toString());
    return parameters;
  }

  @Override
  public void close(BotId bot) {
    for (String direction : DIRECTIONS) {
      String route = routeId(direction, bot);
      try {
        all.routes().unmake(route);
      } catch (Exception e) {
        LOG.warn("{}: does not stop: {}", route, e.getClass().getSimpleName());
      }
    }
    all.closed(bot);
  }

  @Override
  public void remove(Bot bot) {
    close(bot.id());
  }

  @Override
  public BotHealth health(BotId bot) {
    String id = routeId("inbound", bot);
    Route route = context.getRoute(id);
    ServiceStatus status = context.getRouteController().getRouteStatus(id);
    if (route == null || status == null || !status.isStarted()) {
      return new BotHealth(false, id + (route == null ? " is not loaded" : " does not run"));
    }
    if (route.getConsumer() instanceof Linked linked) {
      return linked.link();
    }
    if (route.getConsumer() instanceof ScheduledPollConsumer poll && poll.getErrorCounter() > 0) {
      return new BotHealth(false, poll.getErrorCounter() + " polls failed in a row");
    }
    return new BotHealth(true, "route " + id);
  }

  /**
   * Sends what the exchange's dispatch holds by the bot's outbound route.
   *
   * @return how it ended
   * @throws SendFailedException with the outcome, when it did not end delivered
   */
  public Outcome send(Dispatch dispatch) throws Exception {
    if (!holds(dispatch.bot())) {
      throw failed(
          new Outcome.RetryLater(
              null, Outcome.Scope.BOT, "bot " + dispatch.bot() + " is not open here"));
    }
    return all.senders()
        .pass(dispatch.bot(), route -> send(dispatch, route))
        .orElseThrow(
            () -> failed(new Outcome.RetryLater(null, Outcome.Scope.BOT, "no route runs")));
  }

  private Outcome send(Dispatch dispatch, OutboxEndpoint.OutboxConsumer route)
      throws SendFailedException {
    if (dispatch.repeated() && !capabilities().recognisesRepeats()) {
      throw failed(new Outcome.Uncertain("Kurir ended while it was being sent"));
    }
    Exchange exchange = route.createExchange(false);
    try {
      Dispatch.Item item = dispatch.items().get(0);
      Map<String, Object> headers = new TreeMap<>();
      headers.put(Handed.RECIPIENT, dispatch.recipient().value());
      headers.put(Handed.MESSAGE_ID, item.id().value());
      headers.put(Handed.RETRY_KEY, dispatch.retryKey().toString());
      headers.put(Handed.ATTEMPT, dispatch.attempt());
      headers.put(Handed.REPEATED, dispatch.repeated());
      exchange.getMessage().setHeaders(new HashMap<>(headers));
      exchange.getMessage().setHeader(Handed.MESSAGE, OutgoingJson.of(headers, item.text()));
      exchange.getMessage().setBody(item.text());
      try {
        route.getProcessor().process(exchange);
      } catch (Exception e) {
        exchange.setException(e);
      }
      Outcome outcome = Report.of(exchange, capabilities().recognisesRepeats());
      if (outcome instanceof Outcome.Delivered) {
        return outcome;
      }
      throw failed(outcome);
    } finally {
      route.releaseExchange(exchange, false);
    }
  }

  private SendFailedException failed(Outcome outcome) {
    return new SendFailedException(outcome, name() + ": not sent");
  }

  /** What a failed start says, without any credential. */
  private static String reason(Exception failure, Credentials credentials) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String said = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    for (String value : credentials.values().values()) {
      if (value.length() > 3) {
        said = said.replace(value, HIDDEN);
      }
    }
    return said;
  }
}
