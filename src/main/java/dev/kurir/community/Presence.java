package dev.kurir.community;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How somebody is there, as others see it.
 *
 * @param status what they say beside it; null: nothing
 * @param lastSeenAt null: never, or there now
 */
public record Presence(Show show, @Nullable String status, @Nullable Instant lastSeenAt) {
  /** The kinds; {@code OFFLINE} hides one although one is there. */
  public enum Show {
    ONLINE,
    AWAY,
    BUSY,
    OFFLINE
  }

  static Presence offline(@Nullable Instant lastSeenAt) {
    return new Presence(Show.OFFLINE, null, lastSeenAt);
  }

  /** Says how: nothing of what they wrote. */
  @Override
  public String toString() {
    return show.toString();
  }
}
