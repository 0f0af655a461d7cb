package dev.kurir.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a bot as a person's messenger shows it.
 *
 * @param id the network's id of it, by which it can be quoted
 * @param bot the bot's user id (LINE) or user name (Telegram)
 * @param chat the id of the chat it stands in: a person's or a group's
 * @param kind {@code text}, or the network's word for something else
 * @param text the text; for any other kind the message's JSON
 * @param quotes the id of the message that it quotes or replies to
 */
public record ShownMessage(
    String id,
    String bot,
    String chat,
    String kind,
    String text,
    @Nullable String quotes,
    Instant at) {}
