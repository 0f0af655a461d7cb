package dev.kurir.network;

/**
 * How a bot's connection is.
 *
 * @param up whether messages can flow
 * @param detail one line for operators, without secrets: {@code polling}, {@code webhook}, {@code
 *     reconnecting: connection refused}
 */
public record BotHealth(boolean up, String detail) {}
