package dev.kurir.network;

/** A route's consumer or producer that knows whether its network is reached. Thread-safe. */
public interface Linked {
  /** How the connection is now. */
  BotHealth link();
}
