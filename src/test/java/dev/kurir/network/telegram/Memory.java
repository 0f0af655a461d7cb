package dev.kurir.network.telegram;

import dev.kurir.message.BotId;
import dev.kurir.network.Alarms;
import dev.kurir.network.Bookmarks;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Bookmarks and alarms kept in memory. */
final class Memory implements Bookmarks, Alarms {
  final Map<BotId, String> marks = new ConcurrentHashMap<>();

  /** What owners were told, by occasion. */
  final Map<String, String> told = new ConcurrentHashMap<>();

  /** Whether reading fails, as while the database is away. */
  volatile boolean unreadable;

  @Override
  public Optional<String> read(BotId bot) throws IOException {
    if (unreadable) {
      throw new IOException("bot " + bot + ": bookmark not read, the database is away");
    }
    return Optional.ofNullable(marks.get(bot));
  }

  @Override
  public void write(BotId bot, String mark) {
    marks.put(bot, mark);
  }

  @Override
  public void raise(BotId bot, String occasion, String text) {
    told.putIfAbsent(occasion, text);
  }

  @Override
  public void clear(BotId bot, String occasion) {
    told.remove(occasion);
  }
}
