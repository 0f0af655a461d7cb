package dev.kurir.network;

import dev.kurir.message.BotId;
import java.util.Optional;

/**
 * Where an adapter remembers, per bot and over restarts, how far it has read (for example the last
 * archive id). Kept in the active database; one short text a bot. Thread-safe.
 */
public interface Bookmarks {
  /** What was remembered last; empty for a new bot, or while the database is away. */
  Optional<String> read(BotId bot);

  /** Remembers; while the database is away nothing is kept, and nothing is thrown. */
  void write(BotId bot, String mark);
}
