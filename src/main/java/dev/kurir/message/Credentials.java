package dev.kurir.message;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a bot needs to sign in to its network. Its text form never shows a value. */
public final class Credentials {
  private final Map<String, String> values;

  /** The values by the field names of the administration API, for example {@code token}. */
  public Credentials(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * A value that must be there.
   *
   * @throws InvalidFieldException when it is missing or blank, naming {@code credentials.<name>}
   */
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    "credentials." + name, "missing", "a value, not only spaces"));
  }

  /** A value that may be left out; blank counts as left out. */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /**
   * Refuses names that the network does not know, so that a misspelt one is not silently ignored.
   *
   * @throws InvalidFieldException naming the unknown field and all known ones
   */
  public Credentials only(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidFieldException(
            "credentials." + name,
            "unknown field",
            String.join(", ", known.stream().sorted().toList()));
      }
    }
    return this;
  }

  /** The values, to be encrypted and stored. */
  public Map<String, String> values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credentials that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "Credentials" + values.keySet().stream().sorted().toList();
  }
}
