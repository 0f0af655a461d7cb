package dev.kurir.network;

import dev.kurir.message.Address;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Component;
import org.jspecify.annotations.Nullable;

/**
 * One network as the rest of Kurir sees it. An adapter offers this, a Camel component for its
 * routes, and nothing else.
 *
 * <p>Its inbound consumer sends exchanges whose body is a {@code List<Arrival>} and tells the
 * network "received" only after the exchange ended without an exception. Its outbound producer
 * takes a {@code Dispatch} as the body and leaves an {@code Outcome} as the body, or throws a
 * {@link SendFailedException}.
 *
 * <p>Thread-safe: bots are opened and closed while messages flow.
 */
public interface Network {
  /** The name in routes, tables and settings. */
  default NetworkName name() {
    return capabilities().network();
  }

  /** Limits and abilities. */
  Capabilities capabilities();

  /**
   * The Camel component of its own that its routes use, bound under {@link #name()}; null where
   * they use Camel's.
   */
  default @Nullable Component component() {
    return null;
  }

  /**
   * Asks the network whether it accepts the credentials.
   *
   * @return who the bot is there
   * @throws dev.kurir.message.InvalidFieldException when a field is missing, malformed or unknown
   * @throws RefusedException with the network's own reason when it does not
   */
  Identity verify(Credentials credentials) throws RefusedException;

  /**
   * Begins to serve a bot: connects, polls or listens, and sets its webhook where a public URL is
   * set. Live when it returns. A network that is away at this moment is no error: the adapter goes
   * on trying and says so in {@link #health}.
   *
   * @throws RefusedException when the network refuses the bot
   */
  void open(Bot bot) throws RefusedException;

  /** Stops serving a bot and keeps what the network stores for it (Kurir stops). */
  void close(BotId bot);

  /** Stops serving a bot for good: its webhook is removed from the network. */
  void remove(Bot bot);

  /**
   * Whether only one node may serve a bot at a time, as who polls or keeps a connection; else every
   * node serves all bots. Where it is so, {@link #remove} has nothing to tell the network.
   */
  default boolean exclusive() {
    return false;
  }

  /** What an exclusive network asks before each action, from now on. */
  default void ask(Tenure tenure) {}

  /**
   * Another node serves a bot: what comes before serving one is done here too, so that this node
   * can map and flush its messages.
   */
  default void prepare() throws Exception {}

  /** How the bot's connection is. */
  BotHealth health(BotId bot);

  /** The display name of somebody who wrote, where the network tells it only on request. */
  default Optional<String> displayName(BotId bot, Address address) {
    return Optional.empty();
  }

  /**
   * How fast messages may go to one address; null: no limit. A group may be slower than {@link
   * Capabilities#pace} says of a chat.
   */
  default Pace.@Nullable Rate pace(Address to) {
    return capabilities().pace().chat();
  }

  /**
   * Takes what lets the next request to an address be sent in a better way, for example a fresh
   * reply token, which costs nothing. Each is given once. The outbox records it before the attempt
   * and hands it back in the {@code Dispatch}, also when that is repeated after a crash.
   */
  default Optional<String> permit(BotId bot, Address to) {
    return Optional.empty();
  }

  /** Figures of a bot for operators, by name: {@code quota.limit}, {@code quota.used}. */
  default Map<String, Double> figures(BotId bot) {
    return Map.of();
  }

  /**
   * Who a bot is on its network.
   *
   * @param account unique within the network: a user id, user name or bare JID
   */
  record Identity(String account) {}
}
