package dev.kurir.owner;

import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Role;
import java.time.Instant;

/** A bot as administrators see it: without credentials. */
public record RegisteredBot(
    BotId id,
    NetworkName network,
    Role role,
    String account,
    String webhookPath,
    Instant createdAt) {}
