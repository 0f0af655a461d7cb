package dev.kurir.network;

/** A network does not accept a bot; the message is the network's own reason, without secrets. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public RefusedException(String reason) {
    super(reason);
  }
}
