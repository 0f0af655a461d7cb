package dev.kurir.bench;

import dev.kurir.message.MessageId;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Counts a run's messages, by number, as they arrive at a sink. Thread-safe. */
final class Tally implements SinkNetwork.Watcher {
  private final AtomicIntegerArray seen;
  private final AtomicLong distinct = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();

  Tally(int messages) {
    seen = new AtomicIntegerArray(messages);
  }

  @Override
  public void arrived(MessageId id, String text) {
    long number = Numbered.number(text);
    if (number < 0 || number >= seen.length()) {
      return;
    }
    if (seen.incrementAndGet((int) number) == 1) {
      distinct.incrementAndGet();
    } else {
      repeated.incrementAndGet();
    }
  }

  boolean complete() {
    return distinct.get() == seen.length();
  }

  long missing() {
    return seen.length() - distinct.get();
  }

  long repeated() {
    return repeated.get();
  }
}
