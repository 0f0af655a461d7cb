package dev.kurir.network.line;

import java.time.Instant;
import java.util.Optional;

/**
 * A reply token, which lets one request answer a chat at no cost. As a permit it is recorded before
 * the attempt, so that the same token is tried again after a crash.
 *
 * @param text as LINE gave it: printable ASCII without spaces
 * @param expires until when LINE surely takes it, unless it was used
 */
record ReplyToken(String text, Instant expires) {
  /** Reads what {@link #permit} wrote; empty when it is something else. */
  static Optional<ReplyToken> of(String permit) {
    int space = permit.indexOf(' ');
    try {
      Instant expires = Instant.ofEpochMilli(Long.parseLong(permit.substring(0, space)));
      String text = permit.substring(space + 1);
      return text.isEmpty() ? Optional.empty() : Optional.of(new ReplyToken(text, expires));
    } catch (NumberFormatException | IndexOutOfBoundsException other) {
      return Optional.empty();
    }
  }

  String permit() {
    return expires.toEpochMilli() + " " + text;
  }

  boolean expired(Instant now) {
    return !now.isBefore(expires);
  }

  /** Names it in logs: not the token. */
  @Override
  public String toString() {
    return "reply token until " + expires;
  }
}
