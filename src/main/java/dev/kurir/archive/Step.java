package dev.kurir.archive;

/** Where a move is; whatever dies after one of these, the next sweep continues. */
enum Step {
  /** The passive side has begun a transaction. */
  BEGUN,
  /** Some rows are over. */
  COPYING,
  /** All rows are over. */
  COPIED,
  /** Both sides hold the same. */
  VERIFIED,
  /** The passive side has committed. */
  COMMITTED,
  /** The active side has committed without the rows. */
  GONE,
  /** The ledger says so. */
  DONE
}
