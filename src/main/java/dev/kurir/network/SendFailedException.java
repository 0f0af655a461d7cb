package dev.kurir.network;

import dev.kurir.message.Outcome;

/** A send that did not end delivered; carries what to do about it. Holds no secret and no text. */
public final class SendFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Outcome outcome;

  public SendFailedException(Outcome outcome, String reason) {
    super(reason);
    this.outcome = outcome;
  }

  /** What the outbox shall do. */
  public Outcome outcome() {
    return outcome;
  }
}
