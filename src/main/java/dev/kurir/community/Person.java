package dev.kurir.community;

import dev.kurir.message.OwnerId;

/** Somebody with an account, whose mailbox has their number. */
public record Person(OwnerId id, String name) {
  @Override
  public String toString() {
    return name;
  }
}
