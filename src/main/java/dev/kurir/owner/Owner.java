package dev.kurir.owner;

import dev.kurir.message.OwnerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A person whose bots Kurir serves.
 *
 * @param username by which the administration names them
 * @param pairingCode what they send to a master bot to become its owner; empty once it was used
 * @param pairedAt when they did; empty until then
 */
public record Owner(
    OwnerId id,
    String username,
    Optional<String> pairingCode,
    Optional<Instant> pairedAt,
    Instant createdAt) {}
