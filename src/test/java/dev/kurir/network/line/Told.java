package dev.kurir.network.line;

import dev.kurir.message.BotId;
import dev.kurir.network.Alarms;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Alarms kept in memory: what an owner was told, by occasion. */
final class Told implements Alarms {
  final Map<String, String> texts = new ConcurrentHashMap<>();

  @Override
  public void raise(BotId bot, String occasion, String text) {
    texts.putIfAbsent(occasion, text);
  }

  @Override
  public void clear(BotId bot, String occasion) {
    texts.remove(occasion);
  }
}
