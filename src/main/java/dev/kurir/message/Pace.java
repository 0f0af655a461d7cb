package dev.kurir.message;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a network lets one bot send: over all its chats, and to one chat.
 *
 * @param bot null: no limit
 * @param chat null: no limit; a network may know a slower one for some of its chats
 */
public record Pace(@Nullable Rate bot, @Nullable Rate chat) {
  /** As fast as the network answers. */
  public static final Pace FREE = new Pace(null, null);

  /**
   * At most {@code requests} within any {@code per}.
   *
   * @param requests at least 1
   * @param per longer than 0
   */
  public record Rate(int requests, Duration per) {
    public Rate {
      Rules.positive("requests", requests);
      if (per.isNegative() || per.isZero()) {
        throw new InvalidFieldException("per", per.toString(), "longer than 0");
      }
    }
  }
}
