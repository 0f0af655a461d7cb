package dev.kurir.api;

import dev.kurir.message.OwnerId;

/**
 * Which messages a listing asks for: the parameters of its statement.
 *
 * @param lane the part of the tables that holds the owner's messages
 * @param after only greater ids
 * @param rows how many to read: one more than a page has
 */
public record MessagesAfter(int owner, int lane, long after, int rows) {
  /** How many lanes the inboxes and outboxes have, see {@code sql/active}. */
  private static final int LANES = 16;

  static MessagesAfter of(OwnerId owner, Paging paging) {
    return new MessagesAfter(owner.value(), owner.value() % LANES, paging.after(), paging.rows());
  }
}
