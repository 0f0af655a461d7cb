package dev.kurir.owner;

import dev.kurir.message.Bot;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkName;
import java.util.Optional;
import java.util.Set;

/**
 * The networks as the registration needs them: who a bot is there, and when it shall begin and
 * cease to be served. Thread-safe.
 */
public interface NetworkGate {
  /** The networks that this Kurir speaks. */
  Set<NetworkName> names();

  /** What a network can do; empty for one that this Kurir does not speak. */
  Optional<Capabilities> capabilities(NetworkName network);

  /**
   * Asks a network whether it accepts credentials.
   *
   * @return the account's name there, unique within the network
   * @throws dev.kurir.message.InvalidFieldException when a field is missing, malformed or unknown
   * @throws BotRefusedException with the network's own reason when it does not
   */
  String verify(NetworkName network, Credentials credentials) throws BotRefusedException;

  /**
   * Begins to serve a bot; live when it returns.
   *
   * @throws BotRefusedException when the network refuses it
   */
  void open(Bot bot) throws BotRefusedException;

  /** Stops serving a bot for good. */
  void remove(Bot bot);

  /** Which bots there are has changed, and is stored: for other nodes to look. */
  default void changed() {}
}
