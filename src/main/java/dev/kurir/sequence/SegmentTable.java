package dev.kurir.sequence;

import java.util.Arrays;

/**
 * Mailboxes and the numbers held for each: a hash table with linear probing in one plain array, 32
 * bytes a place, between a quarter and three quarters of the places used once there are many. A
 * place holds until something is added or evicted. Not thread-safe.
 */
final class SegmentTable {
  private static final int SMALLEST = 16;
  private static final int WIDTH = 4; // id; next; left and step; since and marks
  private static final int WANTED = 1;
  private static final int USED = 2;

  private int places = SMALLEST;
  private long[] cells = new long[SMALLEST * WIDTH];
  private int size;
  private int hand;

  /** Told of a place that is about to be freed. */
  interface Eviction {
    void of(int place);
  }

  int size() {
    return size;
  }

  int places() {
    return places;
  }

  /** The mailbox there; 0: none. */
  long mailbox(int place) {
    return cells[place * WIDTH];
  }

  /** The number to give out next. */
  long next(int place) {
    return cells[place * WIDTH + 1];
  }

  void next(int place, long number) {
    cells[place * WIDTH + 1] = number;
  }

  /** How many numbers are left from the next one on; below 0: how many were missed. */
  int left(int place) {
    return (int) (cells[place * WIDTH + 2] >> 32);
  }

  void left(int place, int count) {
    cells[place * WIDTH + 2] = pair(count, step(place));
  }

  /** How many numbers were asked for last; 0: none yet. */
  int step(int place) {
    return (int) cells[place * WIDTH + 2];
  }

  void step(int place, int count) {
    cells[place * WIDTH + 2] = pair(left(place), count);
  }

  /** When numbers came last, by a clock that may wrap. */
  int since(int place) {
    return (int) (cells[place * WIDTH + 3] >> 32);
  }

  void since(int place, int time) {
    cells[place * WIDTH + 3] = pair(time, (int) cells[place * WIDTH + 3]);
  }

  /** Whether more numbers were asked for. */
  boolean wanted(int place) {
    return (cells[place * WIDTH + 3] & WANTED) != 0;
  }

  void wanted(int place, boolean wanted) {
    if (wanted) {
      cells[place * WIDTH + 3] |= WANTED;
    } else {
      cells[place * WIDTH + 3] &= ~WANTED;
    }
  }

  /** It was used: it stays when {@link #evict} comes by the next time. */
  void used(int place) {
    cells[place * WIDTH + 3] |= USED;
  }

  private static long pair(int high, int low) {
    return (long) high << 32 | low & 0xFFFFFFFFL;
  }

  /** The place of a mailbox; below 0 when it has none. */
  int find(long mailbox) {
    for (int place = home(mailbox); ; place = after(place)) {
      long here = mailbox(place);
      if (here == mailbox) {
        return place;
      }
      if (here == 0) {
        return -1;
      }
    }
  }

  /** Makes a place for a mailbox that has none. */
  int add(long mailbox) {
    if (size >= places / 4 * 3) {
      resize(places / 2 * 3);
    }
    size++;
    return settle(mailbox);
  }

  private int settle(long mailbox) {
    int place = home(mailbox);
    while (mailbox(place) != 0) {
      place = after(place);
    }
    cells[place * WIDTH] = mailbox;
    return place;
  }

  private int home(long mailbox) {
    long mixed = mailbox * 0x9E3779B97F4A7C15L;
    return (int) ((mixed >>> 32) * places >>> 32);
  }

  private int after(int place) {
    return place + 1 == places ? 0 : place + 1;
  }

  private int distance(int from, int to) {
    return to >= from ? to - from : to - from + places;
  }

  private void resize(int wished) {
    long[] old = cells;
    places = wished;
    cells = new long[places * WIDTH];
    hand = 0;
    for (int from = 0; from < old.length; from += WIDTH) {
      if (old[from] != 0) {
        System.arraycopy(old, from, cells, settle(old[from]) * WIDTH, WIDTH);
      }
    }
  }

  /**
   * Frees up to {@code count} places whose mailboxes were not used since it last came by and want
   * nothing. Goes around once at most, so one that was just used stays.
   */
  void evict(int count, Eviction eviction) {
    int freed = 0;
    int passed = 0;
    while (passed < places && freed < count) {
      if (mailbox(hand) != 0 && (cells[hand * WIDTH + 3] & (USED | WANTED)) == 0) {
        eviction.of(hand);
        free(hand);
        freed++; // what moved here is looked at next
      } else {
        cells[hand * WIDTH + 3] &= ~USED;
        hand = after(hand);
        passed++;
      }
    }
    if (size < places / 4 && places > SMALLEST) {
      resize(Math.max(SMALLEST, size * 2));
    }
  }

  /** Closes the gap, so that whoever probed past the place is still found. */
  private void free(int place) {
    int gap = place;
    for (int at = after(gap); mailbox(at) != 0; at = after(at)) {
      if (distance(home(mailbox(at)), at) >= distance(gap, at)) {
        System.arraycopy(cells, at * WIDTH, cells, gap * WIDTH, WIDTH);
        gap = at;
      }
    }
    Arrays.fill(cells, gap * WIDTH, (gap + 1) * WIDTH, 0);
    size--;
  }
}
