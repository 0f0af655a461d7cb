package dev.kurir.message;

/**
 * One of the {@link #COUNT} strands in which messages stay in order. All of an owner's messages are
 * in one lane, so every conversation of theirs is.
 */
public record Lane(int number) {
  /** How many lanes there are; fixed, because it stands in the rows. */
  public static final int COUNT = 16;

  public Lane {
    if (number < 0 || number >= COUNT) {
      throw new InvalidFieldException("lane", Integer.toString(number), "0 to " + (COUNT - 1));
    }
  }

  /** The lane of an owner. */
  public static Lane of(OwnerId owner) {
    return new Lane(owner.value() % COUNT);
  }
}
