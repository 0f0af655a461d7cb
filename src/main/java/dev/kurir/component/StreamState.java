package dev.kurir.component;

/**
 * How a component's stream is. Immutable.
 *
 * @param phase where it is
 * @param detail one line for operators: why it isn't open, and what to do; never a secret
 */
public record StreamState(Phase phase, String detail) {
  /** Where a stream is. */
  public enum Phase {
    CONNECTING,
    OPEN,
    /** The connection failed or broke; it is made again shortly. */
    WAITING,
    /** The server refuses it for a reason that somebody has to mend; it is tried again slowly. */
    REFUSED,
    CLOSED
  }

  public boolean isOpen() {
    return phase == Phase.OPEN;
  }
}
