package dev.kurir.message;

/** The number of a contact, given by the active database. */
public record ContactId(long value) {
  public ContactId {
    Rules.positive("contact id", value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
