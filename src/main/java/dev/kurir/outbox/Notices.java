package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkName;
import org.jspecify.annotations.Nullable;

/** What owners are told when a message to a partner did not arrive. Pure. */
final class Notices {
  private final NetworkName master;

  /**
   * @param master the network whose outbox holds notices
   */
  Notices(NetworkName master) {
    this.master = master;
  }

  /** Null for a message in the master chat itself: it could not be told there either. */
  @Nullable Draft dead(OutboxMessage message, String network, String name, String reason) {
    return notice(
        message,
        "Not delivered to "
            + network
            + " "
            + name.replaceAll("\\p{Cntrl}+", " ")
            + ": "
            + reason
            + "\nSend it again: /retry "
            + message.id());
  }

  @Nullable Draft uncertain(OutboxMessage message, String network, String name, String reason) {
    return notice(
        message,
        "Perhaps not delivered to "
            + network
            + " "
            + name.replaceAll("\\p{Cntrl}+", " ")
            + ": "
            + reason
            + "\nIf it did not arrive, send it again: /retry "
            + message.id());
  }

  private @Nullable Draft notice(OutboxMessage message, String text) {
    return message.conversation().isMaster()
        ? null
        : new Draft(
            master,
            true,
            message.owner(),
            ConversationId.masterOf(message.owner()),
            null,
            null,
            null,
            text);
  }
}
