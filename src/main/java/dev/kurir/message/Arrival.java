package dev.kurir.message;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message or event as a network handed it over, translated, not yet stored. Every event becomes
 * one: what is no text has a text that says what it was.
 *
 * @param bot whose bot received it
 * @param networkMessageId the network's own id of this event; a redelivery carries the same one
 * @param sender where an answer goes: the person, or the group that it was written in
 * @param userName the name by which the owner can address the sender, without {@code @}
 * @param displayName the sender's name as people read it
 * @param kind lower-case, {@code text}, {@code sticker}, {@code edited} …
 * @param text what a person shall read: the text itself, or for example {@code [photo] caption};
 *     may be empty only when the network delivered an empty text
 * @param quotes the network's id of the message that this one quotes or replies to, or takes back
 * @param sentAt when the network says that it was sent
 * @param receivedAt when Kurir got it
 * @param hints what only the network's own package understands, for example a reply token; {@code
 *     messageId} is how the network calls the message where it later says that it is taken back
 */
public record Arrival(
    NetworkName network,
    BotId bot,
    NetworkMessageId networkMessageId,
    Address sender,
    @Nullable String userName,
    @Nullable String displayName,
    String kind,
    String text,
    @Nullable NetworkMessageId quotes,
    Instant sentAt,
    Instant receivedAt,
    Map<String, String> hints) {

  /** The kind of an event by which a sender takes a message back. */
  public static final String TAKEN_BACK = "unsend";

  public Arrival {
    Rules.text("kind", kind, 40);
    hints = Map.copyOf(hints);
    text = storable(text);
    userName = userName == null || userName.isBlank() ? null : storable(userName);
    displayName = displayName == null || displayName.isBlank() ? null : storable(displayName);
  }

  /** PostgreSQL has no U+0000 in a text and no lone surrogates in UTF-8. */
  private static String storable(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        clean = clean == null ? new StringBuilder(text) : clean;
        clean.setCharAt(i, '\uFFFD');
      } else if (pair) {
        i++;
      }
    }
    return clean == null ? text : clean.toString();
  }

  /** Names the message in logs: no text. */
  @Override
  public String toString() {
    return network + " " + kind + " " + networkMessageId + " for bot " + bot;
  }
}
