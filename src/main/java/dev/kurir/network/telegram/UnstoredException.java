package dev.kurir.network.telegram;

/** The route did not take what Telegram delivered, so Telegram is not told that it did. */
final class UnstoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnstoredException(Exception cause) {
    super("not stored: " + cause, cause);
  }
}
