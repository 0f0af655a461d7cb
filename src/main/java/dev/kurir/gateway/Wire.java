package dev.kurir.gateway;

import dev.kurir.component.Transfer;
import dev.kurir.stanza.Stanza;
import java.util.concurrent.CompletionStage;

/** The way to the XMPP server. Thread-safe; nothing here blocks. */
interface Wire {
  /** Sends what need not be known to have arrived. */
  void send(Stanza stanza);

  /** Sends a stanza; completes, never exceptionally, when the server has processed it, or not. */
  CompletionStage<Transfer> deliver(Stanza stanza);

  boolean isOpen();

  /** How often it was opened: what is sent under another number may overtake. */
  long openings();
}
