package dev.kurir.network.telegram;

/**
 * The route did not take what Telegram delivered, so Telegram is not told that it did. Names the
 * cause's kind only, for its text may hold more than a log should.
 */
final class UnstoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnstoredException(Exception cause) {
    super("not stored: " + cause.getClass().getSimpleName(), cause);
  }
}
