package dev.kurir.community;

import dev.kurir.message.InvalidFieldException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An area between two meridians and two parallels, edges included (WGS 84, degrees). Where west is
 * greater than east it goes over the 180th meridian, which is 180 and -180.
 */
public record Box(double west, double south, double east, double north) {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,3}(\\.[0-9]{0,20})?([eE]-?[0-9]{1,3})?");
  private static final double NOWHERE = 1000;

  /** From one meridian to another that is not west of it. */
  record Span(double west, double east) {}

  public Box {
    Place.require("box", "west ", west, Place.FARTHEST_LONGITUDE);
    Place.require("box", "south ", south, Place.FARTHEST_LATITUDE);
    Place.require("box", "east ", east, Place.FARTHEST_LONGITUDE);
    Place.require("box", "north ", north, Place.FARTHEST_LATITUDE);
    if (south > north) {
      throw new InvalidFieldException("box", "south " + south, "at most north, " + north);
    }
  }

  /**
   * Reads {@code west,south,east,north}.
   *
   * @throws InvalidFieldException when it is not that
   */
  public static Box of(String written) {
    String[] edges = written.split(",", -1);
    if (edges.length != 4 || !Stream.of(edges).allMatch(e -> NUMBER.matcher(e).matches())) {
      throw new InvalidFieldException(
          "box",
          written.length() > 100 ? "too long" : '"' + written + '"',
          "west,south,east,north in degrees");
    }
    return new Box(
        Double.parseDouble(edges[0]),
        Double.parseDouble(edges[1]),
        Double.parseDouble(edges[2]),
        Double.parseDouble(edges[3]));
  }

  /** The part that begins in the west. */
  Span first() {
    return new Span(west, west > east ? Place.FARTHEST_LONGITUDE : east);
  }

  /** What else there is of it: beyond the 180th meridian, or just that under its other number. */
  Span second() {
    if (west > east) {
      return new Span(-Place.FARTHEST_LONGITUDE, east);
    }
    if (west == -Place.FARTHEST_LONGITUDE) {
      return new Span(Place.FARTHEST_LONGITUDE, Place.FARTHEST_LONGITUDE);
    }
    return east == Place.FARTHEST_LONGITUDE
        ? new Span(-Place.FARTHEST_LONGITUDE, -Place.FARTHEST_LONGITUDE)
        : new Span(NOWHERE, NOWHERE);
  }
}
