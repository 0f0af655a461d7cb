package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A conversation that waits: its messages are not in memory, they are read from the outbox, from
 * the first unsettled one on, when it is due.
 *
 * @param attempts how often the first message was tried
 * @param since when it began to fail
 * @param together how many messages its next request must carry; 0: as many as fit
 */
record Waiting(
    ConversationId conversation,
    Lane lane,
    long firstId,
    LocalDate day,
    int attempts,
    Instant since,
    Instant dueAt,
    int together,
    String reason) {
  /** A conversation that waits from the message on. */
  static Waiting of(
      OutboxMessage first,
      int attempts,
      Instant since,
      Instant dueAt,
      int together,
      String reason) {
    return new Waiting(
        first.conversation(),
        first.lane(),
        first.id().value(),
        first.day(),
        attempts,
        since,
        dueAt,
        together,
        reason);
  }

  Waiting dueAt(Instant at) {
    return new Waiting(conversation, lane, firstId, day, attempts, since, at, together, reason);
  }

  Waiting from(OutboxMessage first) {
    boolean same = first.id().value() == firstId;
    return new Waiting(
        conversation,
        lane,
        first.id().value(),
        first.day(),
        same ? attempts : 0,
        since,
        dueAt,
        same ? together : 0,
        reason);
  }
}
