package dev.kurir.growth;

/**
 * What a chart shows: how the database grows from now on, kept and archived, over so many days that
 * both are to be told apart.
 *
 * @param kurir by the measured bytes
 * @param paper by the paper's sizes
 */
record Course(Projection kurir, Projection paper, DiskSize disk, int after) {
  private static final int TIMES = 4;

  /** How many days are shown: four times those that stay, less where the disk is full before. */
  long days() {
    return Math.max(2, Math.min((long) TIMES * after, 2 * kurir.daysUntilFull(disk)));
  }

  /** The most bytes that are shown. */
  long most() {
    return Math.max(kurir.kept(days()), paper.kept(days()));
  }

  /** Whether the disk's size is among the bytes that are shown. */
  boolean showsDisk() {
    return disk.bytes() <= most();
  }

  /** Whether the archive keeps the database below the disk's size for ever. */
  boolean levelsOff() {
    return kurir.level(after) <= disk.bytes();
  }
}
