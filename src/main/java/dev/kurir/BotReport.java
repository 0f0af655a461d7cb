package dev.kurir;

import dev.kurir.api.Connection;
import dev.kurir.message.Bot;
import dev.kurir.message.NetworkName;
import dev.kurir.metrics.BotFigure;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What operators can read of the bots: how their connections are, and what networks count.
 * Thread-safe.
 */
final class BotReport {
  private static final BotHealth GONE = new BotHealth(false, "its network is gone");

  private final Collection<Bot> bots;
  private final Function<NetworkName, @Nullable Network> networks;
  private final OpenBots open;
  private final Function<Bot, @Nullable Placement> places;

  /**
   * @param bots all that are known, now and later
   * @param places who knows which node has a bot; null: it is always this one
   */
  BotReport(
      Collection<Bot> bots,
      Function<NetworkName, @Nullable Network> networks,
      OpenBots open,
      Function<Bot, @Nullable Placement> places) {
    this.bots = bots;
    this.networks = networks;
    this.open = open;
    this.places = places;
  }

  /** How every bot's connection is, by id. */
  List<Connection> connections() {
    return bots.stream()
        .sorted(Comparator.comparingInt(bot -> bot.id().value()))
        .map(this::connection)
        .toList();
  }

  /** What operators can read of the bots, where a network counts something. */
  List<BotFigure> figures() {
    List<BotFigure> figures = new ArrayList<>();
    for (Bot bot : bots) {
      Network network = networks.apply(bot.network());
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
    BotHealth health = health(bot);
    return new Connection(bot.network(), bot.id(), bot.account(), health.up(), health.detail());
  }

  private BotHealth health(Bot bot) {
    Optional<String> refusal = open.refusal(bot.id());
    if (refusal.isPresent()) {
      return new BotHealth(false, "refused: " + refusal.get());
    }
    Placement shared = places.apply(bot);
    if (shared == null || open.isOpen(bot.id())) {
      Network network = networks.apply(bot.network());
      return network == null ? GONE : network.health(bot.id());
    }
    boolean opening = shared.has(bot.id());
    return new BotHealth(!opening, opening ? "opening" : "at another node");
  }
}
