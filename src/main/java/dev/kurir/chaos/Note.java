package dev.kurir.chaos;

import org.jspecify.annotations.Nullable;

/** One message of the run and what became of it. Guarded by the {@link Ledger}. */
final class Note {
  final Talk talk;
  final Direction direction;
  final int number;
  final long sentMs;
  long shownMs = -1;
  int shows;

  /** How often the recipient could see it without a fault of Kurir's. */
  int allowed = 1;

  /** The place among the first shows of its talk and direction. */
  int place = -1;

  /** How Kurir said that it ended: dead or uncertain; null: it said neither. */
  @Nullable String told;

  /** LINE's id of what an owner wrote. */
  @Nullable String lineId;

  /** An XMPP server that was killed had not taken it from the partner's client. */
  boolean neverSent;

  Note(Talk talk, Direction direction, int number, long sentMs) {
    this.talk = talk;
    this.direction = direction;
    this.number = number;
    this.sentMs = sentMs;
  }

  /** Whether nothing more has to happen to it. */
  boolean ended() {
    return shows > 0 || told != null || neverSent;
  }

  @Override
  public String toString() {
    return talk.network + " [" + talk.number + direction.sign + number + "]";
  }
}
