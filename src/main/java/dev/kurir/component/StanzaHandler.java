package dev.kurir.component;

import dev.kurir.stanza.Stanza;
import java.util.concurrent.CompletionStage;

/** Takes what the server sends to a component, one stanza after the other, in order. */
@FunctionalInterface
public interface StanzaHandler {
  /**
   * Takes a stanza; called on the stream's only thread, so it must not block.
   *
   * @return done when the stanza is safe. While too many aren't, the stream reads no more, and the
   *     server waits. If it fails, the sender is answered {@code internal-server-error}.
   */
  CompletionStage<?> received(Stanza stanza);
}
