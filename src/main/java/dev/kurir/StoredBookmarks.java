package dev.kurir;

import dev.kurir.message.BotId;
import dev.kurir.network.Bookmarks;
import dev.kurir.owner.BotBookmarks;
import java.io.IOException;
import java.util.Optional;

/** The adapters' bookmarks, kept with the bots in the active database. Thread-safe. */
record StoredBookmarks(BotBookmarks stored) implements Bookmarks {
  @Override
  public Optional<String> read(BotId bot) throws IOException {
    return stored.read(bot);
  }

  @Override
  public void write(BotId bot, String mark) {
    stored.write(bot, mark);
  }
}
