package dev.kurir.network;

import dev.kurir.message.BotId;

/**
 * How an adapter tells a bot's owner, in their master chat, what they must know: each occasion
 * once, over restarts. While the database is away nothing is told and nothing thrown; raise it
 * again when it still holds. Thread-safe.
 */
public interface Alarms {
  /**
   * Tells the owner, unless this bot's occasion was raised before.
   *
   * @param occasion lower-case, what is told once: {@code quota-80-2026-11}
   * @param text what the owner reads: without secrets and without texts of messages
   */
  void raise(BotId bot, String occasion, String text);

  /** The occasion is over: it is told again when it comes again. */
  void clear(BotId bot, String occasion);
}
