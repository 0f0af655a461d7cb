package dev.kurir.stanza;

import org.jspecify.annotations.Nullable;

/** Hears what a stream brings, in order, on the thread that feeds the {@link StanzaParser}. */
public interface StreamListener {
  /** The stream begins; the header is without content. */
  void opened(Element header);

  /** A whole element, mostly a {@link Stanza}. */
  void received(Element element);

  /**
   * An element was left out, and the stream goes on.
   *
   * @param head its name and attributes without content; null when these broke the limit
   */
  void skipped(@Nullable Element head, Fault fault);

  /** The peer ended the stream; nothing follows. */
  void closed();

  /**
   * What comes is no stream that XMPP allows; nothing follows.
   *
   * @param reason without anything of what came
   */
  void broken(String reason);
}
