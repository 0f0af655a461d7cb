package dev.kurir.sequence;

import java.util.List;

/**
 * The segments of one lane's mailboxes: gives numbers out and says which mailboxes want more.
 *
 * <p>A mailbox wants its next segment when half of a step is left, so that the caller seldom waits.
 * The step doubles when segments come less than {@link #QUICK_MS} apart and halves when they last
 * longer than {@link #SLOW_MS}. Thread-safe: one monitor a lane, and whoever takes numbers holds
 * the lane's lock in the database, so hardly anybody waits for it.
 */
final class LaneSegments {
  static final int FIRST_STEP = 8;
  static final int LARGEST_STEP = 100_000;
  static final int QUICK_MS = 5_000;
  static final int SLOW_MS = 60_000;

  private SegmentTable table = new SegmentTable();
  private final Wanted wanted = new Wanted();
  private int generation;

  /**
   * A mailbox that wants {@code count} more numbers.
   *
   * @param generation when it was asked for: what comes after the lane was forgotten is dropped
   */
  record Want(LaneSegments lane, int generation, long mailbox, int count) {
    /** The numbers below {@code end} are here. */
    void come(long end, int now) {
      lane.install(this, end, now);
    }

    /** They do not come; whoever wants them asks again. */
    void fail() {
      lane.fail(this);
    }
  }

  /** Numbers of a mailbox from {@code position} to below {@code end} that were not given out. */
  record Unused(long mailbox, long position, long end) {}

  /**
   * Fills in the numbers that are 0 and of this lane, in order.
   *
   * @return how many are missing still
   */
  synchronized int take(int lane, int[] lanes, long[] mailboxes, long[] numbers) {
    int missing = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (lanes[i] == lane && numbers[i] == 0) {
        numbers[i] = next(mailboxes[i]);
        if (numbers[i] == 0) {
          missing++;
        }
      }
    }
    return missing;
  }

  private long next(long mailbox) {
    int place = table.find(mailbox);
    if (place < 0) {
      place = table.add(mailbox);
    }
    table.used(place);
    int left = table.left(place) - 1;
    table.left(place, left);
    if (left < table.step(place) / 2) {
      want(place);
    }
    if (left < 0) {
      return 0;
    }
    long number = table.next(place);
    table.next(place, number + 1);
    return number;
  }

  private void want(int place) {
    if (!table.wanted(place)) {
      table.wanted(place, true);
      wanted.add(table.mailbox(place));
    }
  }

  /** Whether a mailbox wants more numbers. */
  synchronized boolean wants() {
    return !wanted.isEmpty();
  }

  /** Adds what is wanted, the oldest wish first, until the list has {@code most}. */
  synchronized void collect(List<Want> wants, int most, int now) {
    while (wants.size() < most && !wanted.isEmpty()) {
      long mailbox = wanted.remove();
      int place = table.find(mailbox);
      int step = adapted(place, now);
      table.step(place, step);
      wants.add(new Want(this, generation, mailbox, Math.max(step, -table.left(place))));
    }
  }

  private int adapted(int place, int now) {
    int step = table.step(place);
    int lasted = now - table.since(place);
    if (step == 0) {
      return FIRST_STEP;
    }
    if (lasted >= 0 && lasted < QUICK_MS) {
      return Math.min(step * 2, LARGEST_STEP);
    }
    return lasted >= 0 && lasted <= SLOW_MS ? step : Math.max(step / 2, FIRST_STEP);
  }

  private synchronized void install(Want want, long end, int now) {
    int place = want.generation == generation ? table.find(want.mailbox) : -1;
    if (place < 0) {
      return;
    }
    long first = end - want.count;
    int left = Math.max(0, table.left(place));
    if (left == 0 || table.next(place) + left != first) { // another node was there: the rest is old
      table.next(place, first);
      left = 0;
    }
    table.left(place, left + want.count);
    table.since(place, now);
    table.wanted(place, false);
    table.used(place);
  }

  private synchronized void fail(Want want) {
    int place = want.generation == generation ? table.find(want.mailbox) : -1;
    if (place >= 0) {
      unwant(place);
    }
  }

  private void unwant(int place) {
    table.left(place, Math.max(0, table.left(place)));
    table.wanted(place, false);
  }

  /** Nobody gets what is wanted now; whoever wants it asks again. */
  synchronized void failAll() {
    while (!wanted.isEmpty()) {
      unwant(table.find(wanted.remove()));
    }
  }

  /** Drops everything: another node has given out later numbers. */
  synchronized void forget() {
    table = new SegmentTable();
    wanted.clear();
    generation++;
  }

  /** How many mailboxes are held. */
  synchronized int size() {
    return table.size();
  }

  /** Lets up to {@code count} mailboxes go, those not used for longest first, about. */
  synchronized void evict(int count, List<Unused> unused) {
    table.evict(count, place -> addUnused(place, unused));
  }

  /** Lets every mailbox go. */
  synchronized void evictAll(List<Unused> unused) {
    for (int place = 0; place < table.places(); place++) {
      if (table.mailbox(place) != 0) {
        addUnused(place, unused);
      }
    }
    forget();
  }

  private void addUnused(int place, List<Unused> unused) {
    if (table.left(place) > 0) {
      long position = table.next(place);
      unused.add(new Unused(table.mailbox(place), position, position + table.left(place)));
    }
  }
}
