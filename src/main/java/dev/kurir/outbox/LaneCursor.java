package dev.kurir.outbox;

import dev.kurir.message.Lane;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a lane is read, and up to where everything of it is settled or waits: only that is saved,
 * so that a crash repeats the reading of what was open. One thread.
 */
final class LaneCursor {
  final Lane lane;
  private long saved;
  private long position;
  private LocalDate day;
  private final TreeMap<Long, LocalDate> open = new TreeMap<>();

  LaneCursor(Lane lane, long id, LocalDate day) {
    this.lane = lane;
    this.saved = id;
    this.position = id;
    this.day = day;
  }

  long position() {
    return position;
  }

  LocalDate day() {
    return day;
  }

  void read(long id, LocalDate ofDay) {
    position = id;
    day = ofDay;
  }

  void opened(OutboxMessage message) {
    open.put(message.id().value(), message.day());
  }

  void closed(OutboxMessage message) {
    open.remove(message.id().value());
  }

  /** Everything up to here is settled or waits. */
  long settled() {
    return open.isEmpty() ? position : open.firstKey() - 1;
  }

  /** The day of the first row that may be open. */
  LocalDate settledDay() {
    Map.Entry<Long, LocalDate> first = open.firstEntry();
    return first == null ? day : first.getValue();
  }

  boolean unsaved() {
    return settled() != saved;
  }

  void saved() {
    saved = settled();
  }
}
