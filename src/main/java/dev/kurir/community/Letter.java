package dev.kurir.community;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a mailbox.
 *
 * @param number of the mailbox, from 1 on
 * @param from who wrote it: a person, or an owner's bot
 * @param circle the group or room that it was sent to; null: to the mailbox's person
 */
public record Letter(
    long number, String from, @Nullable String circle, String text, Instant sentAt, boolean read) {

  /** Reads a message as the outbox has it: {@code name text}, or {@code #circle/name text}. */
  static Letter of(long number, String stored, Instant sentAt, boolean read) {
    int space = stored.indexOf(' ');
    String head = space < 0 ? stored : stored.substring(0, space);
    String text = stored.substring(space + 1);
    int slash = head.startsWith("#") ? head.indexOf('/') : -1;
    return slash < 0
        ? new Letter(number, head, null, text, sentAt, read)
        : new Letter(
            number, head.substring(slash + 1), head.substring(1, slash), text, sentAt, read);
  }

  /** Names it in logs: no text. */
  @Override
  public String toString() {
    return "letter " + number;
  }
}
