package dev.kurir.api;

/** A request that is refused before anything is asked of it; says the status and the rule. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  Refusal(int status, String detail) {
    super(detail);
    this.status = status;
  }

  int status() {
    return status;
  }
}
