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
 */
record Waiting(
    ConversationId conversation,
    Lane lane,
    long firstId,
    LocalDate day,
    int attempts,
    Instant since,
    Instant dueAt,
    String reason) {
  /** A conversation that waits from the message on. */
  static Waiting of(
      OutboxMessage first, int attempts, Instant since, Instant dueAt, String reason) {
    return new Waiting(
        first.conversation(),
        first.lane(),
        first.id().value(),
        first.day(),
        attempts,
        since,
        dueAt,
        reason);
  }

  Waiting dueAt(Instant at) {
    return new Waiting(conversation, lane, firstId, day, attempts, since, at, reason);
  }

  Waiting from(OutboxMessage first) {
    return new Waiting(
        conversation, lane, first.id().value(), first.day(), attempts, since, dueAt, reason);
  }
}
