package dev.kurir;

import dev.kurir.api.Connection;
import dev.kurir.message.Address;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.metrics.BotFigure;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.outbox.NetworkRules;
import dev.kurir.owner.BotRefusedException;
import dev.kurir.owner.NetworkGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of this Kurir by name, and the bots that they serve.
 *
 * <p>At the start all bots are opened side by side; one that its network refuses now does not
 * hinder the others, is shown as down with the reason, and is tried again in the background.
 * Thread-safe.
 */
final class NetworkDirectory implements NetworkGate, NetworkRules {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkDirectory.class);
  private static final int SIDE_BY_SIDE = 16;
  private static final int WAIT_S = 60;

  private final Map<NetworkName, Network> networks =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<BotId, Bot> bots = new ConcurrentHashMap<>();
  private final Map<BotId, String> refusals = new ConcurrentHashMap<>();
  private final Map<BotId, String> owners = new ConcurrentHashMap<>();
  private final Function<OwnerId, String> usernames;
  private final Reopening reopening;

  /**
   * @param usernames asks for an owner's user name, which never changes
   * @param reopening tries again what a network refused at the start
   */
  NetworkDirectory(
      Function<OwnerId, String> usernames,
      Collection<? extends Network> networks,
      Reopening reopening) {
    this.usernames = usernames;
    this.reopening = reopening;
    for (Network network : networks) {
      this.networks.put(network.name(), network);
    }
  }

  /** The networks in the order given. */
  Collection<Network> networks() {
    synchronized (networks) {
      return List.copyOf(networks.values());
    }
  }

  /** A network takes part from now on; its bots are opened by {@link #openAll}. */
  void add(Network network) {
    networks.put(network.name(), network);
  }

  /** A network without bots takes part no more. */
  void forget(NetworkName network) {
    networks.remove(network);
  }

  /** The user name of a bot's owner; empty for a bot that isn't served any more. */
  String ownerOf(BotId id) {
    Bot bot = bots.get(id);
    return bot == null ? "" : owners.computeIfAbsent(id, i -> usernames.apply(bot.owner()));
  }

  /** The bots that are served on a network. */
  List<Bot> bots(NetworkName network) {
    return bots.values().stream().filter(bot -> bot.network().equals(network)).toList();
  }

  @Override
  public Set<NetworkName> names() {
    synchronized (networks) {
      return Set.copyOf(networks.keySet());
    }
  }

  @Override
  public Optional<Capabilities> capabilities(NetworkName network) {
    return Optional.ofNullable(networks.get(network)).map(Network::capabilities);
  }

  @Override
  public String verify(NetworkName network, Credentials credentials) throws BotRefusedException {
    try {
      return require(network).verify(credentials).account();
    } catch (RefusedException e) {
      throw new BotRefusedException(reason(e));
    }
  }

  @Override
  public void open(Bot bot) throws BotRefusedException {
    try {
      require(bot.network()).open(bot);
      bots.put(bot.id(), bot);
      refusals.remove(bot.id());
      reopening.opened(bot.id());
    } catch (RefusedException e) {
      throw new BotRefusedException(reason(e));
    }
  }

  @Override
  public void remove(Bot bot) {
    reopening.forget(bot.id());
    bots.remove(bot.id());
    refusals.remove(bot.id());
    Network network = networks.get(bot.network());
    if (network != null) {
      network.remove(bot);
    }
  }

  /** Opens every bot, when Kurir starts; returns when each is open or refused. */
  void openAll(Collection<Bot> living) {
    sideBySide(
        living,
        bot -> {
          try {
            open(bot);
          } catch (BotRefusedException | RuntimeException e) {
            String reason = e instanceof BotRefusedException ? reason(e) : e.toString();
            LOG.error("{}: not served: {}", bot, reason);
            refusals.put(bot.id(), reason);
            bots.put(bot.id(), bot);
            reopening.refused(bot, reason, this::open);
          }
        });
  }

  /** Closes every bot, when Kurir stops; what networks keep for them stays. */
  void closeAll() {
    reopening.close();
    sideBySide(
        List.copyOf(bots.values()),
        bot -> {
          bots.remove(bot.id());
          if (refusals.remove(bot.id()) == null) {
            require(bot.network()).close(bot.id());
          }
        });
  }

  /** The name of somebody who wrote, where the network tells it only on request. */
  Optional<String> displayName(NetworkName network, BotId bot, Address address) {
    return require(network).displayName(bot, address);
  }

  @Override
  public Pace.@Nullable Rate pace(NetworkName network, Address to) {
    return require(network).pace(to);
  }

  @Override
  public Optional<String> permit(NetworkName network, BotId bot, Address to) {
    return require(network).permit(bot, to);
  }

  /** How every bot's connection is, by id. */
  List<Connection> connections() {
    return bots.values().stream()
        .sorted(Comparator.comparingInt(bot -> bot.id().value()))
        .map(this::connection)
        .toList();
  }

  /** What operators can read of the bots, where a network counts something. */
  List<BotFigure> figures() {
    List<BotFigure> figures = new ArrayList<>();
    for (Bot bot : bots.values()) {
      Network network = networks.get(bot.network());
      if (network != null) {
        network
            .figures(bot.id())
            .forEach(
                (name, value) -> figures.add(new BotFigure(bot.network(), bot.id(), name, value)));
      }
    }
    return figures;
  }

  private Connection connection(Bot bot) {
    String refusal = refusals.get(bot.id());
    if (refusal != null) {
      return new Connection(bot.network(), bot.id(), bot.account(), false, "refused: " + refusal);
    }
    BotHealth health = require(bot.network()).health(bot.id());
    return new Connection(bot.network(), bot.id(), bot.account(), health.up(), health.detail());
  }

  private Network require(NetworkName name) {
    Network network = networks.get(name);
    if (network == null) {
      throw new InvalidFieldException(
          "network", '"' + name.value() + '"', "a network of this Kurir: " + networks.keySet());
    }
    return network;
  }

  private static String reason(Exception refusal) {
    return String.valueOf(refusal.getMessage());
  }

  private static void sideBySide(Collection<Bot> all, Consumer<Bot> work) {
    if (all.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(SIDE_BY_SIDE, all.size()));
    for (Bot bot : all) {
      threads.execute(() -> attempt(bot, work));
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(WAIT_S, TimeUnit.SECONDS)) {
        LOG.warn("bots: some need longer than {} s, going on without waiting for them", WAIT_S);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Bot bot, Consumer<Bot> work) {
    try {
      work.accept(bot);
    } catch (RuntimeException e) {
      LOG.warn("{}: {}", bot, e.toString());
    }
  }
}
