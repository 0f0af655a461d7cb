package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.OwnerId;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way out.
 *
 * @param number the conversation's count
 * @param retry whether the owner sends it again
 * @param begun an attempt that began, before this process started, and of which no end is known
 */
record OutboxMessage(
    MessageId id,
    LocalDate day,
    Lane lane,
    OwnerId owner,
    ConversationId conversation,
    long number,
    String text,
    UUID retryKey,
    boolean retry,
    @Nullable Begun begun) {

  /**
   * What was recorded when an attempt began.
   *
   * @param items how many messages its request carried, this one the first of them
   */
  record Begun(int attempt, int items, @Nullable String permit) {}

  @Override
  public String toString() {
    return id.toString();
  }
}
