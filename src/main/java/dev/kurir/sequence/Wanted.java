package dev.kurir.sequence;

import java.util.Arrays;

/** A queue of mailboxes in a ring of plain numbers. Not thread-safe. */
final class Wanted {
  private static final int SMALLEST = 16;

  private long[] ring = new long[SMALLEST];
  private int first;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(long mailbox) {
    if (size == ring.length) {
      long[] larger = Arrays.copyOfRange(ring, first, first + 2 * size);
      System.arraycopy(ring, 0, larger, size - first, first);
      ring = larger;
      first = 0;
    }
    ring[(first + size) & (ring.length - 1)] = mailbox;
    size++;
  }

  /** The oldest; there must be one. */
  long remove() {
    long mailbox = ring[first];
    first = (first + 1) & (ring.length - 1);
    size--;
    return mailbox;
  }

  void clear() {
    ring = new long[SMALLEST];
    first = 0;
    size = 0;
  }
}
