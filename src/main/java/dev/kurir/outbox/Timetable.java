package dev.kurir.outbox;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is due when, by the ticker. One thread. */
final class Timetable {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>((one, other) -> Long.compare(one.at - other.at, 0));

  /**
   * A conversation and when its turn comes.
   *
   * @param why what it waited for when this was entered: it is overtaken when that is no longer so
   */
  record Entry(long at, Conversation conversation, @Nullable Waiting why) {
    boolean isOvertaken() {
      return conversation.waiting != why;
    }
  }

  void add(long at, Conversation conversation, @Nullable Waiting why) {
    entries.add(new Entry(at, conversation, why));
  }

  /** Takes the first entry that is due; null when none is. */
  @Nullable Entry due(long now) {
    Entry first = entries.peek();
    return first == null || first.at - now > 0 ? null : entries.remove();
  }

  /** In how many nanoseconds the first entry is due; the largest number when there is none. */
  long next(long now) {
    Entry first = entries.peek();
    return first == null ? Long.MAX_VALUE : Math.max(0, first.at - now);
  }

  void clear() {
    entries.clear();
  }
}
