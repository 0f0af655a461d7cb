package dev.kurir.message;

/**
 * Where a contact or an owner is reached on one network. Opaque: only the network's own package
 * makes and parses it.
 */
public record Address(String value) {
  public Address {
    Rules.text("address", value, 512);
  }

  @Override
  public String toString() {
    return value;
  }
}
