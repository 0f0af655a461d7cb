package dev.kurir.gateway;

import dev.kurir.message.BotId;
import java.sql.SQLException;
import java.util.Optional;

/** Where messages to a name go. */
@FunctionalInterface
public interface Recipients {
  /** A person's mailbox or an owner's bot; empty: nobody has the name. */
  Optional<BotId> named(String name) throws SQLException;
}
