package dev.kurir.network;

import dev.kurir.message.BotId;

/**
 * Says whether this node may act for a bot at this moment, where only one node may serve it. To be
 * asked before each action: a node that was frozen or cut off may have lost the bot without being
 * told. Thread-safe; costs nothing.
 */
@FunctionalInterface
public interface Tenure {
  /** Where there is one node only. */
  Tenure ALONE = bot -> true;

  /** Whether it may. */
  boolean holds(BotId bot);
}
