package dev.kurir;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.owner.BotRefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bots that are open at this node. Each is opened and closed in one step at a time, whoever
 * asks; what a network refuses at first is tried again in the background. Thread-safe.
 */
final class OpenBots {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBots.class);

  private final Function<NetworkName, @Nullable Network> networks;
  private final Reopening reopening;
  private final Predicate<Bot> here;
  private final Map<BotId, Object> doors = new ConcurrentHashMap<>();
  private final Map<BotId, String> refusals = new ConcurrentHashMap<>();
  private final Set<BotId> open = ConcurrentHashMap.newKeySet();
  private final Set<BotId> retired = ConcurrentHashMap.newKeySet();

  /**
   * @param here whether a bot is to be open at this node at all, asked when it is about to be
   */
  OpenBots(
      Function<NetworkName, @Nullable Network> networks, Reopening reopening, Predicate<Bot> here) {
    this.networks = networks;
    this.reopening = reopening;
    this.here = here;
  }

  /** One step at a time. */
  private Object door(Bot bot) {
    return doors.computeIfAbsent(bot.id(), id -> new Object());
  }

  /**
   * Opens it, unless it is open, retired or not to be here.
   *
   * @throws BotRefusedException with the network's own reason
   */
  void open(Bot bot) throws BotRefusedException {
    synchronized (door(bot)) {
      Network network = networks.apply(bot.network());
      if (network == null || retired.contains(bot.id()) || !here.test(bot)) {
        return;
      }
      if (!open.contains(bot.id())) {
        try {
          network.open(bot);
        } catch (RefusedException e) {
          throw new BotRefusedException(reason(e));
        }
        open.add(bot.id());
      }
      refusals.remove(bot.id());
      reopening.opened(bot.id());
    }
  }

  /** Opens it; when it is refused, that is shown, its owner is told, and it is tried again. */
  void openOrExplain(Bot bot) {
    synchronized (door(bot)) {
      try {
        open(bot);
      } catch (BotRefusedException | RuntimeException e) {
        String reason = e instanceof BotRefusedException ? reason(e) : e.toString();
        LOG.error("{}: not served: {}", bot, reason);
        refusals.put(bot.id(), reason);
        reopening.refused(bot, reason, this::open);
      }
    }
  }

  /** Closes it, if it is open; what its network keeps for it stays. */
  void close(Bot bot) {
    reopening.forget(bot.id()); // not within the door, which a try under way may want to enter
    synchronized (door(bot)) {
      refusals.remove(bot.id());
      Network network = networks.apply(bot.network());
      if (open.remove(bot.id()) && network != null) {
        network.close(bot.id());
      }
    }
  }

  /** Closes it for good: numbers of bots are given once. */
  void retire(Bot bot) {
    retired.add(bot.id());
    close(bot);
  }

  boolean isRetired(BotId bot) {
    return retired.contains(bot);
  }

  boolean isOpen(BotId bot) {
    return open.contains(bot);
  }

  /** Why its network refuses it. */
  Optional<String> refusal(BotId bot) {
    return Optional.ofNullable(refusals.get(bot));
  }

  /** Kurir stops: nothing is tried again. */
  void stopTrying() {
    reopening.close();
  }

  private static String reason(Exception refusal) {
    return String.valueOf(refusal.getMessage());
  }
}
