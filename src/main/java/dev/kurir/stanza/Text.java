package dev.kurir.stanza;

/** Text within an element, unescaped. Immutable. */
public record Text(String value) implements Node {
  /** How long it is; what people wrote stays out of logs. */
  @Override
  public String toString() {
    return "text of " + value.length() + " characters";
  }
}
