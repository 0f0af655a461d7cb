package dev.kurir.network.telegram;

import dev.kurir.network.BotHealth;
import java.util.concurrent.CompletableFuture;

/** How one bot's updates come in: by polling or by webhook. Used once: started, then stopped. */
interface Reception {
  /**
   * Begins, and goes on trying until it is stopped; rarely while the token is refused.
   *
   * @return the network's first answer
   */
  CompletableFuture<TelegramAnswer> start();

  /** A send was refused because of the token. */
  void tokenRefused(TelegramAnswer answer);

  /** Ends promptly; acknowledges nothing more. */
  void stop();

  /** How it goes. */
  BotHealth health();
}
