package dev.kurir.metrics;

import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;

/**
 * A number that a network tells of one bot.
 *
 * @param name {@code quota.limit}, {@code quota.used}
 */
public record BotFigure(NetworkName network, BotId bot, String name, double value) {}
