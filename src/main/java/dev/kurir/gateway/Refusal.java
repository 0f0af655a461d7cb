package dev.kurir.gateway;

import dev.kurir.community.RefusedException;
import dev.kurir.message.InvalidFieldException;

/** What was asked is refused, with the error of RFC 6120 §8.3.3 and words for the person. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Condition condition;

  /** The conditions that are used, with their types. */
  enum Condition {
    BAD_REQUEST("modify", "bad-request"),
    CONFLICT("cancel", "conflict"),
    FORBIDDEN("auth", "forbidden"),
    ITEM_NOT_FOUND("cancel", "item-not-found"),
    NOT_ACCEPTABLE("modify", "not-acceptable"),
    NOT_ALLOWED("cancel", "not-allowed"),
    REGISTRATION_REQUIRED("auth", "registration-required"),
    RESOURCE_CONSTRAINT("wait", "resource-constraint"),
    SERVICE_UNAVAILABLE("cancel", "service-unavailable");

    private final String type;
    private final String element;

    Condition(String type, String element) {
      this.type = type;
      this.element = element;
    }

    String type() {
      return type;
    }

    String element() {
      return element;
    }
  }

  Refusal(Condition condition, String text) {
    super(text);
    this.condition = condition;
  }

  static Refusal of(RefusedException refused) {
    return new Refusal(
        switch (refused.why()) {
          case UNKNOWN_CALLER -> Condition.REGISTRATION_REQUIRED;
          case FORBIDDEN -> Condition.FORBIDDEN;
          case NOT_FOUND -> Condition.ITEM_NOT_FOUND;
          case CONFLICT -> Condition.CONFLICT;
          default -> Condition.RESOURCE_CONSTRAINT; // it will be better later
        },
        String.valueOf(refused.getMessage()));
  }

  static Refusal of(InvalidFieldException invalid) {
    return new Refusal(Condition.NOT_ACCEPTABLE, String.valueOf(invalid.getMessage()));
  }

  /** Nobody reads or does that here. */
  static Refusal unavailable() {
    return new Refusal(Condition.SERVICE_UNAVAILABLE, "This is not offered here.");
  }

  Condition condition() {
    return condition;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
