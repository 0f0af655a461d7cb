package dev.kurir.chaos;

/**
 * A fault of the timeline.
 *
 * @param beginMs since the run began
 * @param endMs when it was over, Kurir's new start included
 * @param detail what it chose
 */
record Happened(FaultKind kind, long beginMs, long endMs, String detail) {
  /** Whether a message was under way during it. */
  boolean met(Note note, long runEndMs) {
    long end = note.shownMs >= 0 ? note.shownMs : runEndMs;
    return note.sentMs <= endMs && end >= beginMs;
  }
}
