package dev.kurir.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is told: with what became of it.
 *
 * @param direction {@code in} or {@code out}
 * @param bot that received it or sent it, or will
 * @param contact the partner; null: it is the owner's
 * @param state {@code pending}, {@code delivered}, {@code dead} or {@code uncertain}
 * @param number the count of its conversation; null for one that came in
 */
public record ToldMessage(
    long id,
    String network,
    String direction,
    @Nullable Integer bot,
    @Nullable String contact,
    String kind,
    String text,
    String state,
    @Nullable Long number,
    Instant receivedAt) {}
