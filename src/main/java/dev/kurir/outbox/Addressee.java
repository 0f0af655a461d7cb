package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import org.jspecify.annotations.Nullable;

/**
 * Where a conversation goes at this moment.
 *
 * @param bot null while an owner has not paired
 * @param removed whether the bot was removed
 * @param name how the owner knows the contact
 */
record Addressee(@Nullable BotId bot, @Nullable Address address, boolean removed, String name) {}
