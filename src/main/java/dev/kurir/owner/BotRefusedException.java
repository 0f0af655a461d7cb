package dev.kurir.owner;

/** A network does not accept a bot; the message is the network's own reason, without secrets. */
public final class BotRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public BotRefusedException(String reason) {
    super(reason);
  }
}
