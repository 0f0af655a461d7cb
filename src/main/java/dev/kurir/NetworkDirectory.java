package dev.kurir;

import dev.kurir.message.Address;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.outbox.NetworkRules;
import dev.kurir.owner.BotRefusedException;
import dev.kurir.owner.NetworkGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of this Kurir by name, and the bots that they serve.
 *
 * <p>At the start all bots are opened side by side; one that its network refuses now does not
 * hinder the others, is shown as down with the reason, and is tried again in the background.
 *
 * <p>Where several nodes work together, all know all bots, and one of an exclusive network is open
 * only while its place is here ({@link Placement}). Thread-safe.
 */
final class NetworkDirectory implements NetworkGate, NetworkRules {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkDirectory.class);

  /** How a bot stands here, for another node: see {@link #standing}. */
  static final String UNKNOWN = "unknown";

  static final String OPEN = "open";
  static final String COMING = "coming";
  static final String REFUSED = "refused: ";

  private final Map<NetworkName, Network> networks =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<BotId, Bot> bots = new ConcurrentHashMap<>();
  private final Map<BotId, String> owners = new ConcurrentHashMap<>();
  private final Function<OwnerId, String> usernames;
  private final OpenBots open;
  private volatile @Nullable Placement placement;
  private volatile boolean closing;

  /**
   * @param usernames asks for an owner's user name, which never changes
   * @param reopening tries again what a network refused at the start
   */
  NetworkDirectory(
      Function<OwnerId, String> usernames,
      Collection<? extends Network> networks,
      Reopening reopening) {
    this.usernames = usernames;
    this.open = new OpenBots(this.networks::get, reopening, this::isHere);
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
    Placement shared = placement;
    if (shared != null) {
      network.ask(shared);
    }
    networks.put(network.name(), network);
  }

  /** From now on other nodes may have the bots of exclusive networks. */
  void share(Placement with) {
    placement = with;
    networks().forEach(network -> network.ask(with));
  }

  /** Whether only one node may serve a bot of the network. */
  boolean isExclusive(NetworkName name) {
    Network network = networks.get(name);
    return network != null && network.exclusive();
  }

  private boolean isHere(Bot bot) {
    Placement shared = placement(bot);
    return shared == null || (shared.has(bot.id()) && !closing);
  }

  /** Who knows which node has a bot; null: it is always this one. */
  private @Nullable Placement placement(Bot bot) {
    Placement shared = placement;
    return shared != null && shared.isShared() && isExclusive(bot.network()) ? shared : null;
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
    require(bot.network());
    Placement shared = placement(bot);
    if (shared == null) {
      open.open(bot);
      bots.put(bot.id(), bot);
      changed();
      return;
    }
    expect(shared, bot);
    changed();
    try {
      shared.awaitOpen(bot);
    } catch (BotRefusedException e) {
      drop(bot);
      throw e;
    }
  }

  private void expect(Placement shared, Bot bot) {
    bots.put(bot.id(), bot);
    try {
      require(bot.network()).prepare();
    } catch (Exception e) {
      LOG.warn("{}: this node can't map or flush its messages: {}", bot, e.toString());
    }
    shared.serve(List.of(bot.id()));
  }

  @Override
  public void remove(Bot bot) {
    boolean here = placement(bot) == null || open.isOpen(bot.id());
    drop(bot);
    Network network = networks.get(bot.network());
    if (network != null && here) {
      network.remove(bot);
    }
  }

  private void drop(Bot bot) {
    open.retire(bot);
    bots.remove(bot.id());
    Placement shared = placement(bot);
    if (shared != null) {
      shared.forget(bot.id());
    }
  }

  /** Opens every bot that is to be served here; returns when each is open or refused. */
  void openAll(Collection<Bot> living) {
    List<Bot> here = new ArrayList<>();
    for (Bot bot : living) {
      Placement shared = placement(bot);
      if (!networks.containsKey(bot.network())) {
        LOG.debug("{}: of a network that this Kurir does not speak", bot);
      } else if (shared == null) {
        here.add(bot);
      } else {
        expect(shared, bot);
      }
    }
    SideBySide.each(
        here,
        bot -> {
          open.openOrExplain(bot);
          bots.put(bot.id(), bot);
        });
  }

  /** The bot's place is here now. */
  void gained(BotId id) {
    Bot bot = bots.get(id);
    if (bot != null) {
      LOG.info("{}: served by this node from now on", bot);
      open.openOrExplain(bot);
    }
  }

  /** The bot's place is here no more; returns when nothing of it is. */
  void lost(BotId id) {
    Bot bot = bots.get(id);
    if (bot != null) {
      open.close(bot);
      LOG.info("{}: served by this node no more", bot);
    }
  }

  /** Closes every bot, when Kurir stops; what networks keep for them stays. */
  void closeAll() {
    closing = true;
    open.stopTrying();
    SideBySide.each(
        List.copyOf(bots.values()),
        bot -> {
          open.close(bot);
          bots.remove(bot.id());
        });
  }

  @Override
  public void changed() {
    Placement shared = placement;
    if (shared != null) {
      shared.tellOthers();
    }
  }

  /** Opens what other nodes have registered since, and closes what they have removed. */
  void compare(Supplier<List<Bot>> now) {
    List<Bot> known = List.copyOf(bots.values());
    List<Bot> living = now.get();
    Set<BotId> ids = new HashSet<>();
    living.forEach(bot -> ids.add(bot.id()));
    known.stream().filter(bot -> !ids.contains(bot.id())).forEach(this::drop);
    openAll(
        living.stream()
            .filter(bot -> !bots.containsKey(bot.id()) && !open.isRetired(bot.id()))
            .toList());
  }

  /** How a bot stands here, in a word. */
  String standing(BotId id) {
    return open.refusal(id)
        .map(refusal -> REFUSED + refusal)
        .orElseGet(() -> open.isOpen(id) ? OPEN : bots.containsKey(id) ? COMING : UNKNOWN);
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

  /** How the bots are, for operators. */
  BotReport report() {
    return new BotReport(bots.values(), networks::get, open, this::placement);
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
}
