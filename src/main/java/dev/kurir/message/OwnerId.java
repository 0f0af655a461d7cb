package dev.kurir.message;

/**
 * The number of an owner, given by the active database. Users of the messenger own their mailboxes:
 * their numbers lie above all others.
 */
public record OwnerId(int value) {
  /** From here on they are users of the messenger; as in {@code V3__messenger.sql}. */
  static final int MEMBERS = 1_000_000_000;

  public OwnerId {
    Rules.positive("owner id", value);
  }

  /** Whether it is a user of the messenger. */
  public boolean isMember() {
    return value >= MEMBERS;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
