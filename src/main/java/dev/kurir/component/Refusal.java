package dev.kurir.component;

import java.util.Optional;

/** The stream errors (RFC 6120 §4.9.3) that come again until a person mends something. */
enum Refusal {
  CONFLICT(
      "conflict",
      "one connection for %s: end the other program that serves it, or wait until the server"
          + " notices that its old connection is dead"),
  /** ejabberd says this also of a domain that it doesn't have. */
  NOT_AUTHORIZED("not-authorized", "a component %s in the server's configuration, and its secret"),
  HOST_UNKNOWN("host-unknown", "a component %s in the server's configuration"),
  INVALID_NAMESPACE("invalid-namespace", "a port for components (XEP-0114)");

  private final String condition;
  private final String expected;

  Refusal(String condition, String expected) {
    this.condition = condition;
    this.expected = expected;
  }

  static Optional<Refusal> of(String condition) {
    for (Refusal refusal : values()) {
      if (refusal.condition.equals(condition)) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  /** What the server said and what it would accept. */
  String advice(ComponentSettings settings) {
    return settings
        + ": "
        + condition
        + " (expected: "
        + String.format(expected, settings.domain())
        + ")";
  }
}
