package dev.kurir.outbox;

import dev.kurir.message.OwnerId;

/** Kurir's own words to an owner, for their master chat. */
record Notice(OwnerId owner, String text) {
  /** Names it in logs: no text. */
  @Override
  public String toString() {
    return "notice for owner " + owner;
  }
}
