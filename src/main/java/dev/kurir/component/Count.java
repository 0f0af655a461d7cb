package dev.kurir.component;

/** What a stream counts from its start on. */
public enum Count {
  /** Times that the server accepted the handshake. */
  CONNECTED,
  /** Stanzas given to the handler. */
  RECEIVED,
  /** Stanzas written. */
  SENT,
  /** Stanzas left out because they broke a limit or were no XML; their senders were answered. */
  SKIPPED,
  /** Stanzas ignored because they came from nobody, or were to another domain. */
  MISADDRESSED,
  /** Stanzas that the handler failed to take; their senders were answered. */
  FAILED
}
