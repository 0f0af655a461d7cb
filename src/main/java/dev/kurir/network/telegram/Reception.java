package dev.kurir.network.telegram;

import dev.kurir.network.BotHealth;
import java.util.concurrent.CompletableFuture;

/** How one bot's updates come in: by polling or by webhook. Used once: started, then stopped. */
interface Reception {
  /**
   * Begins, and goes on trying until it works, is stopped or the token is refused.
   *
   * @return the network's first answer
   */
  CompletableFuture<TelegramAnswer> start();

  /** Ends promptly; acknowledges nothing more. */
  void stop();

  /** How it goes. */
  BotHealth health();
}
