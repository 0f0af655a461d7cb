package dev.kurir.owner;

/** A valid wish that what exists already does not allow; the message says what to do about it. */
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message);
  }
}
