package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import org.jspecify.annotations.Nullable;

/**
 * An owner as the mapping needs them.
 *
 * @param masterNetwork where they read, or would once they pair
 * @param masterBot null until paired
 */
record Owner(
    OwnerId id,
    String username,
    String pairingCode,
    boolean paired,
    NetworkName masterNetwork,
    @Nullable BotId masterBot,
    @Nullable Address masterAddress) {

  /** Whether the message comes from the owner's own master chat. */
  boolean wrote(InboxMessage message) {
    return message.bot().equals(masterBot) && message.sender().equals(masterAddress);
  }

  /** Whether the message is this owner's pairing code. */
  boolean isPairedBy(InboxMessage message) {
    return message.control() && message.text().strip().equalsIgnoreCase(pairingCode);
  }
}
