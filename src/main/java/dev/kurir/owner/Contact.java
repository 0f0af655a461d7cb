package dev.kurir.owner;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.NetworkName;
import java.time.Instant;
import java.util.Optional;

/**
 * A partner who has written to one of an owner's bots.
 *
 * @param userName by which the owner can address them
 * @param pausedReason why nothing can be sent to them until they write again
 */
public record Contact(
    ContactId id,
    NetworkName network,
    BotId bot,
    Address address,
    Optional<String> userName,
    Optional<String> displayName,
    Instant firstSeenAt,
    Optional<String> pausedReason) {}
