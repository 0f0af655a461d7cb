package dev.kurir.growth;

/**
 * What rows of a table took.
 *
 * @param rows how many were measured; 0: none are written
 * @param bytes on disk, indexes and TOAST included
 * @param wal bytes of write-ahead log that their insertion wrote
 */
record Footprint(long rows, long bytes, long wal) {
  static final Footprint NONE = new Footprint(0, 0, 0);

  /** Bytes on disk of so many rows. */
  long bytesOf(long wanted) {
    return share(bytes, wanted);
  }

  /** Bytes of write-ahead log for so many rows. */
  long walOf(long wanted) {
    return share(wal, wanted);
  }

  private long share(long all, long wanted) {
    return rows == 0 ? 0 : Math.round((double) all / rows * wanted);
  }
}
