package dev.kurir.messenger;

import dev.kurir.message.BotId;
import dev.kurir.message.OwnerId;
import java.sql.SQLException;
import java.util.Optional;

/** What the messenger asks about people who come other ways as well. Thread-safe. */
public interface Community {
  /** The number of a group or room that a user is in; empty where they are in none of the name. */
  Optional<BotId> circle(OwnerId user, String name) throws SQLException;

  /** Whether a mailbox is read by its numbers, so that nothing of it need be pushed. */
  boolean reads(OwnerId mailbox);

  /** A user has a session at this server. */
  void begun(OwnerId user, String name);

  /** An account is about to be removed: what it has in groups and rooms goes to others. */
  void leaving(OwnerId user, String name);

  /** A session at this server has ended. */
  void ended(OwnerId user, String name);
}
