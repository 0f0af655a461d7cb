package dev.kurir.component;

/**
 * What became of a stanza that was to be sent. Immutable.
 *
 * @param result the outcome
 * @param reason one line for operators, without text and secrets; empty when it is done
 */
public record Transfer(Result result, String reason) {
  /** The outcomes. */
  public enum Result {
    /** Written to the connection; or, where that was asked for, taken by the server. */
    DONE,
    /** Never written, and never will be: it breaks a rule, so the server would end the stream. */
    INVALID,
    /** Not written: too much waits already. Later it may go. */
    FULL,
    /** Not written, or not as a whole: there is no connection. */
    DISCONNECTED,
    /** Written, but the connection broke before the server said that it took it. */
    UNKNOWN
  }

  static final Transfer DONE = new Transfer(Result.DONE, "");
}
