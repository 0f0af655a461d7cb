package dev.kurir.growth;

/**
 * How a database grows when every day is alike.
 *
 * @param start bytes before the first day: the masters
 * @param daily bytes that a day adds, at least 1
 */
record Projection(long start, long daily) {

  /** Whole days that fit on the disk when nothing leaves. */
  long daysUntilFull(DiskSize disk) {
    return Math.max(0, disk.bytes() - start) / daily;
  }

  /** Bytes after so many days when nothing leaves. */
  long kept(long days) {
    return start + days * daily;
  }

  /**
   * Bytes after so many days when each leaves after a time.
   *
   * @param after in days; so many finished days and the present one are there
   */
  long archived(long days, int after) {
    return kept(Math.min(days, after + 1L));
  }

  /** Where it levels off when days leave: the bytes of the days that stay, and the masters. */
  long level(int after) {
    return kept(after + 1L);
  }
}
