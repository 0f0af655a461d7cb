package dev.kurir.archive;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a message.
 *
 * @param rank what comes first of what happened at the same time
 * @param detail as people read it; null: there is none
 */
public record Event(Instant at, int rank, String event, long messageId, @Nullable String detail) {
  static final Comparator<Event> ORDER =
      Comparator.comparing(Event::at)
          .thenComparing(Event::rank)
          .thenComparing(Event::messageId)
          .thenComparing(event -> event.detail == null ? "" : event.detail);
}
