package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Box;
import dev.kurir.community.Footprint.Visibility;
import dev.kurir.community.Footprints;
import dev.kurir.community.Footprints.Choice;
import dev.kurir.community.Footprints.NewFootprint;
import dev.kurir.community.Person;
import dev.kurir.community.Place;
import dev.kurir.community.Profiles;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.messenger.Messenger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on footprints. Thread-safe. */
public final class FootprintsDesk {
  private static final Map<String, Visibility> VISIBILITIES =
      Map.of(
          "friends", Visibility.FRIENDS,
          "group", Visibility.GROUP,
          "everyone", Visibility.EVERYONE);

  private final Footprints footprints;
  private final Profiles profiles;

  /**
   * A page of footprints.
   *
   * @param next what to ask for as {@code before}; null: there is no more
   */
  record FootprintPage(List<FootprintAnswer> items, @Nullable Long next) {}

  public FootprintsDesk(Footprints footprints, Profiles profiles) {
    this.footprints = footprints;
    this.profiles = profiles;
  }

  /** Shares a short text with a place. */
  public FootprintAnswer leaveFootprint(MemberRequest request) {
    RequestBody body =
        request.body("text", "latitude", "longitude", "accuracy", "visibility", "group");
    Visibility visibility = VISIBILITIES.get(body.text("visibility"));
    if (visibility == null) {
      throw new InvalidFieldException("visibility", "another text", "friends, group or everyone");
    }
    Place place =
        new Place(
            degrees(body, "latitude", 90),
            degrees(body, "longitude", 180),
            body.number("accuracy", 0, 40_000_000).orElse(null));
    String group =
        body.optionalText("group").map(name -> Messenger.name("group", name)).orElse(null);
    return FootprintAnswer.of(
        footprints.leave(
            request.caller(), new NewFootprint(body.text("text"), place, visibility, group)));
  }

  private static double degrees(RequestBody body, String field, double most) {
    return body.number(field, -most, most)
        .orElseThrow(() -> new InvalidFieldException(field, "missing", "degrees (WGS 84)"));
  }

  /** The footprints that one may see, the latest first. */
  public FootprintPage listFootprints(MemberRequest request) {
    Person caller = request.caller();
    int limit = request.limit();
    Choice choice =
        new Choice(
            request.parameter("box").map(Box::of).orElse(null),
            request
                .parameter("friend")
                .map(name -> profiles.person(Messenger.name("friend", name)))
                .orElse(null),
            request.parameter("group").map(name -> Messenger.name("group", name)).orElse(null),
            request.number("before", 1).orElse(Long.MAX_VALUE),
            limit + 1);
    List<FootprintAnswer> rows =
        footprints.list(caller, choice).stream().map(FootprintAnswer::of).toList();
    if (rows.size() <= limit) {
      return new FootprintPage(rows, null);
    }
    return new FootprintPage(rows.subList(0, limit), rows.get(limit - 1).id());
  }

  /** Deletes one's own footprint. */
  public void deleteFootprint(MemberRequest request) {
    Person caller = request.caller();
    footprints.delete(
        caller,
        request
            .number("id", 1)
            .orElseThrow(() -> new InvalidFieldException("id", "missing", "a number")));
  }
}
