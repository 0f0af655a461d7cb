package dev.kurir.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries that are on disk, as long as nobody has read them: whoever follows the journal
 * closely need not read and parse what was just written. Bounded by bytes; what does not fit is
 * read from its file. Thread-safe, for one reader.
 */
final class Recent {
  private static final long MOST_BYTES = 16L << 20;

  private final Deque<Written> entries = new ArrayDeque<>();
  private long bytes;

  /** An entry and where its line is. */
  record Written(Position from, Position next, Entry entry) {
    private long bytes() {
      return next.offset() - from.offset();
    }
  }

  synchronized void add(Collection<Written> written) {
    for (Written one : written) {
      entries.add(one);
      bytes += one.bytes();
    }
    while (bytes > MOST_BYTES) {
      bytes -= entries.remove().bytes();
    }
  }

  /** Up to {@code limit} entries that begin at the position; null when they are not here. */
  synchronized JournalReader.@Nullable Stretch read(Position from, int limit, Position end) {
    Written first = entries.peek();
    while (first != null && first.from.compareTo(from) < 0) {
      bytes -= entries.remove().bytes();
      first = entries.peek();
    }
    if (first == null || !first.from.equals(from)) {
      return null;
    }
    List<Entry> taken = new ArrayList<>(Math.min(limit, entries.size()));
    Position next = from;
    for (Written one : entries) {
      if (taken.size() == limit || !one.from.equals(next)) {
        break;
      }
      taken.add(one.entry);
      next = one.next;
    }
    return new JournalReader.Stretch(taken, next, next.compareTo(end) < 0);
  }
}
