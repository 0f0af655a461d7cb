package dev.kurir.network;

import dev.kurir.message.BotId;
import java.io.IOException;
import java.util.Optional;

/**
 * Where an adapter remembers, per bot and over restarts, how far it has read (for example the last
 * archive id). Kept in the active database; one short text a bot. Thread-safe.
 */
public interface Bookmarks {
  /**
   * What was remembered last; empty for a new bot.
   *
   * @throws IOException while the database is away: what was remembered is not known, so nothing
   *     else may be written in its place
   */
  Optional<String> read(BotId bot) throws IOException;

  /** Remembers; while the database is away nothing is kept, and nothing is thrown. */
  void write(BotId bot, String mark);
}
