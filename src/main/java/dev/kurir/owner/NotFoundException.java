package dev.kurir.owner;

/** Something that was named does not exist; said as {@code field: value (expected: rule)}. */
public final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param field the name of the field
   * @param value what was given
   * @param rule what would be right, completing "expected: …"
   */
  public NotFoundException(String field, String value, String rule) {
    super(field + ": " + value + " does not exist (expected: " + rule + ")");
  }
}
