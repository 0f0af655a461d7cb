package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.OwnerId;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A message on its way out.
 *
 * @param repeated whether an attempt began, before this process started, of which no end is known
 */
record OutboxMessage(
    MessageId id,
    LocalDate day,
    Lane lane,
    OwnerId owner,
    ConversationId conversation,
    String text,
    UUID retryKey,
    boolean repeated) {
  @Override
  public String toString() {
    return id.toString();
  }
}
