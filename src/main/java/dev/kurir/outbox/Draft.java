package dev.kurir.outbox;

import dev.kurir.message.ContactId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be appended to an outbox.
 *
 * @param control whether it is no transaction: an answer to a command, a notice of Kurir's
 * @param contact the partner it is for or from; null for a notice
 * @param source the inbox message that it was made from
 * @param retryOf the dead or uncertain message that it repeats
 */
public record Draft(
    NetworkName network,
    boolean control,
    OwnerId owner,
    ConversationId conversation,
    @Nullable ContactId contact,
    @Nullable MessageId source,
    @Nullable MessageId retryOf,
    String text) {
  /** The same with another text. */
  public Draft with(String other) {
    return new Draft(network, control, owner, conversation, contact, source, retryOf, other);
  }

  /** Names it in logs: no text. */
  @Override
  public String toString() {
    return "draft for " + conversation;
  }
}
