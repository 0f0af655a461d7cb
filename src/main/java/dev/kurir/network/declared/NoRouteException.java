package dev.kurir.network.declared;

/** A bot's outbound route isn't there: it is being replaced, or its file does not load. */
final class NoRouteException extends Exception {
  private static final long serialVersionUID = 1L;

  NoRouteException(String message) {
    super(message);
  }
}
