package dev.kurir.community;

import dev.kurir.community.MailboxPage.Gap;

/**
 * A client's end of a subscription: writes what it is told, in order, and never blocks. Calls come
 * one at a time.
 */
public interface EventStream {
  /** A message of the mailbox. */
  void letter(Letter letter);

  /** Numbers that no message has. */
  void gap(Gap gap);

  /**
   * Something that has no number: who sees it missed misses nothing, because it can be asked for.
   *
   * @param data written as JSON
   */
  void news(String event, Object data);

  /**
   * Whether more fits in; where it does not, {@link Subscription#resume} is called once it does.
   */
  boolean hasRoom();

  /** Nothing more comes. */
  void end();
}
