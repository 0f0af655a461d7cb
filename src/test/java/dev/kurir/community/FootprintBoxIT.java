package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.community.Footprint.Visibility;
import dev.kurir.community.Footprints.Choice;
import dev.kurir.community.Footprints.NewFootprint;
import dev.kurir.owner.TestDatabase;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Which places PostgreSQL finds in an area, against what the words say. */
class FootprintBoxIT {
  private static final Double[] MERIDIANS = {
    -180.0, -179.9999999, -170.0, -90.0, -1e-9, 0.0, 1e-9, 0.1, 90.0, 110.38, 179.9999999, 180.0
  };
  private static final Double[] PARALLELS = {
    -90.0, -89.9999999, -45.0, -7.77, -1e-9, 0.0, 1e-9, 45.0, 89.9999999, 90.0
  };
  private static final Map<Long, Place> PLACES = new HashMap<>();
  private static TestDatabase database;
  private static Footprints footprints;
  private static Person ani;

  @BeforeContainer
  static void start() {
    database = TestDatabase.start();
    ani = new Neighbours(database).person("ani");
    Clock clock = Clock.systemUTC();
    Friends friends = new Friends(database.pool(), clock, (to, news) -> {});
    footprints = new Footprints(database.pool(), friends, clock, (to, footprint) -> {});
    for (double longitude : MERIDIANS) {
      for (double latitude : PARALLELS) {
        Place place = new Place(latitude, longitude, null);
        NewFootprint left = new NewFootprint("x", place, Visibility.EVERYONE, null);
        PLACES.put(footprints.leave(ani, left).id(), place);
      }
    }
  }

  @AfterContainer
  static void stop() {
    database.close();
    PLACES.clear();
  }

  @Property(tries = 400)
  void aPlaceIsFoundExactlyWhereItIs(@ForAll("boxes") Box box) {
    List<Long> expected =
        PLACES.entrySet().stream()
            .filter(entry -> isIn(entry.getValue(), box))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(
            footprints.list(ani, new Choice(box, null, null, Long.MAX_VALUE, 1000)).stream()
                .map(Footprint::id))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The 180th meridian has two numbers; from west one goes east. */
  private static boolean isIn(Place place, Box box) {
    double longitude = place.longitude();
    DoubleStream names =
        Math.abs(longitude) == 180 ? DoubleStream.of(-180, 180) : DoubleStream.of(longitude);
    return place.latitude() >= box.south()
        && place.latitude() <= box.north()
        && names.anyMatch(
            name ->
                box.west() <= box.east()
                    ? name >= box.west() && name <= box.east()
                    : name >= box.west() || name <= box.east());
  }

  @Provide
  Arbitrary<Box> boxes() {
    Arbitrary<Double> longitudes =
        Arbitraries.oneOf(
            Arbitraries.of(MERIDIANS), Arbitraries.doubles().between(-180, 180).ofScale(7));
    Arbitrary<Double> latitudes =
        Arbitraries.oneOf(
            Arbitraries.of(PARALLELS), Arbitraries.doubles().between(-90, 90).ofScale(7));
    return Combinators.combine(longitudes, latitudes, longitudes, latitudes)
        .as(
            (west, one, east, other) ->
                new Box(west, Math.min(one, other), east, Math.max(one, other)));
  }
}
