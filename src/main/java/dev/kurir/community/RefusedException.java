package dev.kurir.community;

/** What somebody may not or cannot do, said as {@code field: value (expected: rule)}. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Why why;

  /** What kind of refusal it is. */
  public enum Why {
    /** It is not known who asks. */
    UNKNOWN_CALLER,
    /** Who asks may not do that. */
    FORBIDDEN,
    /** There is none such, or it is not for the eyes of who asks. */
    NOT_FOUND,
    /** What is there already stands in its way. */
    CONFLICT,
    /** Too often. */
    TOO_MANY,
    /** It could not be stored now; later it may. */
    NOT_STORED
  }

  public RefusedException(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** Nobody of the name, or nobody that the caller may know of. */
  public static RefusedException noUser(String name) {
    return new RefusedException(
        Why.NOT_FOUND, "user: " + name + " does not exist (expected: a person's name)");
  }

  public Why why() {
    return why;
  }
}
