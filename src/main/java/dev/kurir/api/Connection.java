package dev.kurir.api;

import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;

/**
 * A bot's connection to its network, as operators see it.
 *
 * @param up whether messages can flow
 * @param detail one line without secrets
 */
public record Connection(
    NetworkName network, BotId bot, String account, boolean up, String detail) {}
