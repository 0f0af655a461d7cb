package dev.kurir.messenger;

import dev.kurir.message.OwnerId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a name in the messenger.
 *
 * @param id the owner of their mailbox
 * @param password as {@link Passwords} keeps it; null: only the verifier is known
 * @param verifier as {@link Scram} keeps it; null: none yet
 * @param bot whether the name is an owner's bot, which has neither password nor mailbox
 */
record User(
    OwnerId id, String name, @Nullable String password, @Nullable String verifier, boolean bot) {
  /** Names them in logs: no password. */
  @Override
  public String toString() {
    return "user " + name;
  }
}
