package dev.kurir.sequence;

/**
 * Mailboxes and the numbers held for each: a hash table with linear probing over plain arrays, 29
 * bytes a place, three quarters of the places used at most. Who adds or removes must look places up
 * anew. Not thread-safe.
 */
final class SegmentTable {
  /** A next segment is asked for. */
  static final byte WANTED = 1;

  /** A number was taken since {@link #evict} last came by. */
  static final byte USED = 2;

  private static final int SMALLEST = 16;

  long[] mailbox = new long[SMALLEST]; // 0: the place is free
  long[] next = new long[SMALLEST]; // the number to give out next
  int[] left = new int[SMALLEST]; // how many from there on; below 0: how many were missed
  int[] step = new int[SMALLEST]; // how many the last segment was asked for; 0: none yet
  int[] since = new int[SMALLEST]; // when it came, in milliseconds of a clock that may wrap
  byte[] flags = new byte[SMALLEST];
  private int size;
  private int hand;

  /** Called with a place that is about to be freed. */
  interface Eviction {
    void of(int place);
  }

  int size() {
    return size;
  }

  /** The place of a mailbox; below 0 when it has none. */
  int find(long id) {
    int mask = mailbox.length - 1;
    for (int place = home(id, mask); ; place = (place + 1) & mask) {
      if (mailbox[place] == id) {
        return place;
      }
      if (mailbox[place] == 0) {
        return -1;
      }
    }
  }

  /** Makes a place for a mailbox that has none. */
  int add(long id) {
    if (size >= mailbox.length / 4 * 3) {
      grow();
    }
    size++;
    return settle(id);
  }

  private int settle(long id) {
    int mask = mailbox.length - 1;
    int place = home(id, mask);
    while (mailbox[place] != 0) {
      place = (place + 1) & mask;
    }
    mailbox[place] = id;
    return place;
  }

  private static int home(long id, int mask) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  private void grow() {
    SegmentTable old = new SegmentTable(this);
    int places = mailbox.length * 2;
    mailbox = new long[places];
    next = new long[places];
    left = new int[places];
    step = new int[places];
    since = new int[places];
    flags = new byte[places];
    hand = 0;
    for (int from = 0; from < old.mailbox.length; from++) {
      if (old.mailbox[from] != 0) {
        copy(old, from, settle(old.mailbox[from]));
      }
    }
  }

  SegmentTable() {}

  private SegmentTable(SegmentTable of) {
    mailbox = of.mailbox;
    next = of.next;
    left = of.left;
    step = of.step;
    since = of.since;
    flags = of.flags;
  }

  private void copy(SegmentTable source, int from, int to) {
    mailbox[to] = source.mailbox[from];
    next[to] = source.next[from];
    left[to] = source.left[from];
    step[to] = source.step[from];
    since[to] = source.since[from];
    flags[to] = source.flags[from];
  }

  /**
   * Frees up to {@code count} places whose mailboxes were not used since it last came by and wait
   * for nothing; goes around once at most, so one that was just used stays.
   */
  void evict(int count, Eviction eviction) {
    int freed = 0;
    for (int looked = 0; looked < mailbox.length && freed < count; looked++) {
      hand &= mailbox.length - 1;
      if (mailbox[hand] != 0 && flags[hand] == 0) {
        eviction.of(hand);
        free(hand);
        freed++; // what moved here is looked at next
      } else {
        flags[hand] &= ~USED;
        hand++;
      }
    }
  }

  /** Closes the gap, so that whoever probed past the place is still found. */
  private void free(int place) {
    int mask = mailbox.length - 1;
    int gap = place;
    for (int at = (gap + 1) & mask; mailbox[at] != 0; at = (at + 1) & mask) {
      int distance = (at - home(mailbox[at], mask)) & mask;
      if (distance >= ((at - gap) & mask)) {
        copy(this, at, gap);
        gap = at;
      }
    }
    mailbox[gap] = 0;
    next[gap] = 0;
    left[gap] = 0;
    step[gap] = 0;
    since[gap] = 0;
    flags[gap] = 0;
    size--;
  }
}
