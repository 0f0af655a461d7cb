package dev.kurir.owner;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two networks in memory: {@code alpha} takes tokens of the form {@code account:secret}, may be
 * master and can be told to refuse an account when it is opened; {@code beta} can't be master.
 */
public final class TestNetworks implements NetworkGate {
  private static final Map<NetworkName, Capabilities> CAPABILITIES =
      Map.of(
          new NetworkName("alpha"),
          new Capabilities(new NetworkName("alpha"), "Alpha", 5000, 5, 1, true, true, Pace.FREE),
          new NetworkName("beta"),
          new Capabilities(new NetworkName("beta"), "Beta", 5000, 1, 1, false, false, Pace.FREE));

  private final Set<String> refusedAtOpening = ConcurrentHashMap.newKeySet();
  private final Map<BotId, Bot> open = new ConcurrentHashMap<>();

  @Override
  public Set<NetworkName> names() {
    return CAPABILITIES.keySet();
  }

  @Override
  public Optional<Capabilities> capabilities(NetworkName network) {
    return Optional.ofNullable(CAPABILITIES.get(network));
  }

  @Override
  public String verify(NetworkName network, Credentials credentials) throws BotRefusedException {
    String token = credentials.only(Set.of("token", "port")).required("token");
    if (!token.contains(":")) {
      throw new BotRefusedException(network + ": Unauthorized");
    }
    return token.substring(0, token.indexOf(':'));
  }

  @Override
  public void open(Bot bot) throws BotRefusedException {
    if (refusedAtOpening.contains(bot.account())) {
      throw new BotRefusedException(bot.network() + ": webhook not accepted");
    }
    open.put(bot.id(), bot);
  }

  @Override
  public void remove(Bot bot) {
    open.remove(bot.id());
  }

  /** Makes {@link #open} refuse an account. */
  public void refuseAtOpening(String account) {
    refusedAtOpening.add(account);
  }

  /** The bots that are served now. */
  public Map<BotId, Bot> open() {
    return open;
  }
}
