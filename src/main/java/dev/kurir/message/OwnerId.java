package dev.kurir.message;

/** The number of an owner, given by the active database. */
public record OwnerId(int value) {
  public OwnerId {
    Rules.positive("owner id", value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
