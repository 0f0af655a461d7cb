package dev.kurir.community;

import dev.kurir.message.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * A place on earth (WGS 84, degrees).
 *
 * @param accuracy in metres; null: not known
 */
public record Place(double latitude, double longitude, @Nullable Double accuracy) {
  static final double FARTHEST_LATITUDE = 90;
  static final double FARTHEST_LONGITUDE = 180;
  private static final double WORST_ACCURACY = 40_000_000;

  public Place {
    require("latitude", "", latitude, FARTHEST_LATITUDE);
    require("longitude", "", longitude, FARTHEST_LONGITUDE);
    if (accuracy != null && !(accuracy >= 0 && accuracy <= WORST_ACCURACY)) {
      throw new InvalidFieldException(
          "accuracy", accuracy.toString(), "metres, from 0 to " + (long) WORST_ACCURACY);
    }
  }

  /**
   * Refuses what is no latitude or longitude.
   *
   * @param which of several values the field has; may be empty
   */
  static void require(String field, String which, double value, double farthest) {
    if (!(Math.abs(value) <= farthest)) {
      throw new InvalidFieldException(
          field, which + value, "degrees, from " + (long) -farthest + " to " + (long) farthest);
    }
  }
}
