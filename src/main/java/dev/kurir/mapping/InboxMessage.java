package dev.kurir.mapping;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A stored message that is to be mapped.
 *
 * @param control whether it may be a pairing code or a chat command
 */
record InboxMessage(
    MessageId id,
    LocalDate day,
    int node,
    NetworkName network,
    boolean control,
    OwnerId owner,
    BotId bot,
    Address sender,
    @Nullable String userName,
    @Nullable String displayName,
    String kind,
    String text,
    @Nullable NetworkMessageId quotes) {}
