package dev.kurir.message;

/**
 * A value that breaks a rule, said as {@code field: value (expected: rule)}. The value must never
 * be a secret or a message's text: pass a description of it instead.
 */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String field;

  /**
   * @param field the name of the field or setting
   * @param value what was given, fit to be shown
   * @param rule what would be right, completing "expected: …"
   */
  public InvalidFieldException(String field, String value, String rule) {
    super(field + ": " + value + " (expected: " + rule + ")");
    this.field = field;
  }

  /** The name of the field or setting. */
  public String field() {
    return field;
  }
}
