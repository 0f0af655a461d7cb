package dev.kurir.network.declared;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.jspecify.annotations.Nullable;

/**
 * All declared networks of a Kurir, with the component {@code kurir:} that their routes use, and
 * who serves which bot now. Thread-safe.
 */
public final class DeclaredNetworks {
  private final Clock clock;
  private final BotRoutes routes;
  private final Map<NetworkName, DeclaredNetwork> networks = new ConcurrentHashMap<>();
  private final Map<BotId, Bot> bots = new ConcurrentHashMap<>();
  private volatile Preparation preparation = network -> {};
  private final Turnstile<OutboxEndpoint.OutboxConsumer> senders = new Turnstile<>();
  private final Turnstile<WebhookEndpoint.WebhookConsumer> webhooks = new Turnstile<>();

  public DeclaredNetworks(BotRoutes routes, Clock clock) {
    this.routes = routes;
    this.clock = clock;
  }

  /** What is done before a bot of a network is served: its part of the bridge is made. */
  @FunctionalInterface
  public interface Preparation {
    void prepare(NetworkName network) throws Exception;
  }

  /** Sets what is done before each bot is served. */
  public void before(Preparation each) {
    preparation = each;
  }

  void prepare(NetworkName network) throws Exception {
    preparation.prepare(network);
  }

  /** To be bound as {@code kurir}; a new one for each context. */
  public Component component() {
    return new KurirComponent(this);
  }

  /**
   * Makes a network of its declaration, or gives the one that is there the new declaration.
   *
   * @param context where the templates are and its bots' routes shall run
   */
  public DeclaredNetwork declare(Declaration declaration, CamelContext context) {
    DeclaredNetwork network =
        networks.computeIfAbsent(
            declaration.capabilities().network(),
            name -> new DeclaredNetwork(declaration, this, context));
    network.become(declaration);
    return network;
  }

  /** Sends a dispatch by its bot's outbound route: a step of the bridge. */
  public Outcome send(@Body Dispatch dispatch) throws Exception {
    DeclaredNetwork network = networks.get(dispatch.network());
    if (network == null) {
      throw new IllegalStateException(dispatch.network() + ": is no declared network");
    }
    return network.send(dispatch);
  }

  BotRoutes routes() {
    return routes;
  }

  Clock clock() {
    return clock;
  }

  Turnstile<OutboxEndpoint.OutboxConsumer> senders() {
    return senders;
  }

  Turnstile<WebhookEndpoint.WebhookConsumer> webhooks() {
    return webhooks;
  }

  void opened(Bot bot) {
    bots.put(bot.id(), bot);
  }

  void closed(BotId bot) {
    bots.remove(bot);
  }

  /** The bot of a webhook's path. */
  @Nullable Bot byKey(NetworkName network, String key) {
    return bots.values().stream()
        .filter(bot -> bot.network().equals(network) && bot.webhookKey().equals(key))
        .findFirst()
        .orElse(null);
  }

  /** The network of an opened bot. */
  DeclaredNetwork network(BotId bot) {
    return Objects.requireNonNull(networks.get(require(bot).network()));
  }

  Credentials credentials(BotId bot) {
    return require(bot).credentials();
  }

  private Bot require(BotId id) {
    Bot bot = bots.get(id);
    if (bot == null) {
      throw new InvalidFieldException("bot", id.toString(), "a bot that is served");
    }
    return bot;
  }
}
