package dev.kurir.sandbox;

/**
 * What a person wrote to a bot or a group.
 *
 * @param who their name as people read it
 * @param to the bot's name, or the group's title
 */
public record WrittenMessage(String who, String to, String text) {}
