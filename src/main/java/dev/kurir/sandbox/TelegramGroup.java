package dev.kurir.sandbox;

/**
 * A group of the sandbox's Telegram, which every bot of it can write in.
 *
 * @param id negative, as groups' ids are
 */
public record TelegramGroup(long id, String title) {}
