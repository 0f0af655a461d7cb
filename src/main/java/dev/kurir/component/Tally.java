package dev.kurir.component;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing happened. Thread-safe. */
final class Tally {
  private final Map<Count, LongAdder> sums = new EnumMap<>(Count.class);

  Tally() {
    for (Count count : Count.values()) {
      sums.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    of(count).increment();
  }

  long sum(Count count) {
    return of(count).sum();
  }

  private LongAdder of(Count count) {
    return sums.computeIfAbsent(count, none -> new LongAdder());
  }
}
