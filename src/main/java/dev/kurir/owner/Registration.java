package dev.kurir.owner;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a bot comes and goes: its network is asked first, then it is stored, then it is served.
 *
 * <p>Killed at any point it leaves a state that the next start completes: before the row there is
 * nothing, after it the bot is opened. Of two registrations of one account at once, one wins and
 * the other is told so. Thread-safe.
 */
public final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  private final Owners owners;
  private final Bots bots;
  private final NetworkGate networks;

  public Registration(Owners owners, Bots bots, NetworkGate networks) {
    this.owners = owners;
    this.bots = bots;
    this.networks = networks;
  }

  /**
   * Registers a bot, which is live when this returns.
   *
   * @throws InvalidFieldException when a field is missing, malformed or unknown
   * @throws NotFoundException when there is no such owner
   * @throws ConflictException when the account is registered already
   * @throws BotRefusedException with the network's own reason; nothing stays registered
   */
  public Bot addBot(String username, NetworkName network, Role role, Credentials credentials)
      throws BotRefusedException {
    Owner owner = owners.require(username);
    requireAllowed(network, role);
    String account = networks.verify(network, credentials);
    Bot bot = bots.add(owner.id(), network, role, account, credentials);
    boolean live = false;
    try {
      networks.open(bot);
      live = true;
    } finally {
      if (!live) {
        bots.remove(bot.id());
        networks.changed();
      }
    }
    LOG.info("owner {}: {} registered", owner.username(), bot);
    return bot;
  }

  private void requireAllowed(NetworkName network, Role role) {
    Capabilities capabilities =
        networks
            .capabilities(network)
            .orElseThrow(
                () ->
                    new InvalidFieldException(
                        "network", '"' + network.value() + '"', "one of " + sortedNames()));
    if (role == Role.MASTER && !capabilities.canBeMaster()) {
      throw new InvalidFieldException(
          "role",
          "\"master\" on " + capabilities.displayName(),
          "partner; owners can't read and answer there");
    }
  }

  private String sortedNames() {
    return String.join(", ", networks.names().stream().map(NetworkName::value).sorted().toList());
  }

  /**
   * Removes a bot: its network is told, its credentials are forgotten. An owner who was paired
   * through it gets a new pairing code.
   *
   * @throws NotFoundException when the owner has no such bot
   */
  public void removeBot(String username, BotId id) {
    Owner owner = owners.require(username);
    Bot bot =
        bots.find(owner.id(), id)
            .orElseThrow(
                () -> new NotFoundException("bot", id.toString(), "a bot of " + owner.username()));
    try {
      networks.remove(bot);
    } catch (RuntimeException e) {
      LOG.warn("{}: the network was not told that it is removed: {}", bot, e.toString());
    }
    bots.remove(id);
    networks.changed();
    LOG.info("owner {}: {} removed", owner.username(), bot);
  }
}
