package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the outbox asks a network's package before it sends to an address. Thread-safe. */
public interface NetworkRules {
  /** How fast messages may go to the address; null: no limit. */
  Pace.@Nullable Rate pace(NetworkName network, Address to);

  /** Takes what lets the next request be sent in a better way; each is given once. */
  Optional<String> permit(NetworkName network, BotId bot, Address to);
}
