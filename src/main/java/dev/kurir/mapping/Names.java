package dev.kurir.mapping;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import java.util.Optional;

/** Asks a network for the name of somebody whose messages do not carry it. Thread-safe. */
@FunctionalInterface
public interface Names {
  Optional<String> displayName(NetworkName network, BotId bot, Address address);
}
