package dev.kurir.network.xmpp;

/** An arrived message was not stored, so its connection ends without acknowledging it. */
final class NotStoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotStoredException() {
    super("a message was not stored", null, false, false);
  }
}
