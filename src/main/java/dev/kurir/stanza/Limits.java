package dev.kurir.stanza;

import dev.kurir.message.InvalidFieldException;

/**
 * How large a stanza may be. What goes beyond is skipped, so none of it takes memory.
 *
 * @param bytes of the whole stanza on the wire, 1,024 to 16,777,216
 * @param depth of elements within each other, the stanza's own is the first; 2 to 256
 * @param elements in the whole stanza, 2 to 65,536
 * @param attributes in the whole stanza, namespace declarations too, 8 to 65,536
 */
public record Limits(int bytes, int depth, int elements, int attributes) {
  /** What servers let their own users send, 256 KiB, and a shape that no known extension needs. */
  public static final Limits USUAL = new Limits(262_144, 64, 4_096, 4_096);

  /**
   * @throws InvalidFieldException when a limit is outside its range
   */
  public Limits {
    check("bytes", bytes, 1_024, 16_777_216);
    check("depth", depth, 2, 256);
    check("elements", elements, 2, 65_536);
    check("attributes", attributes, 8, 65_536);
  }

  private static void check(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidFieldException(field, Integer.toString(value), least + " to " + most);
    }
  }
}
