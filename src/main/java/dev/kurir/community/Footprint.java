package dev.kurir.community;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A short text with a place.
 *
 * @param group null unless it is shared with one
 */
public record Footprint(
    long id,
    Person from,
    String text,
    Place place,
    Visibility visibility,
    @Nullable String group,
    Instant at) {
  /** Who sees it, beside whoever left it; never somebody whom they block or who blocks them. */
  public enum Visibility {
    FRIENDS,
    GROUP,
    EVERYONE
  }

  /** Names it: nothing of what it says. */
  @Override
  public String toString() {
    return "footprint " + id + " of " + from;
  }
}
