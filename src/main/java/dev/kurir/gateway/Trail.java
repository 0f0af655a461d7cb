package dev.kurir.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.community.Footprint;
import dev.kurir.community.Footprint.Visibility;
import dev.kurir.community.Footprints;
import dev.kurir.community.Footprints.NewFootprint;
import dev.kurir.community.Place;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.message.OwnerId;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Footprints as places (XEP-0080): in messages to the domain, or published for one's contacts
 * (XEP-0163), of which one a minute counts. All are for friends. Thread-safe; asks the database.
 */
final class Trail {
  private static final Duration PUBLISHED_EVERY = Duration.ofMinutes(1);
  private static final int LONGEST_TEXT = 280;
  private static final int REMEMBERED = 100_000;

  private final Addressing addressing;
  private final Wire wire;
  private final Footprints footprints;
  private final Cache<OwnerId, Boolean> published =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(PUBLISHED_EVERY).build();

  Trail(Addressing addressing, Wire wire, Footprints footprints) {
    this.addressing = addressing;
    this.wire = wire;
    this.footprints = footprints;
  }

  /** Somebody leaves one by a message; false when there is no place in it. */
  boolean left(Link link, Stanza message) {
    Element place = message.element().child("geoloc", Names.PLACE).orElse(null);
    if (place == null) {
      return false;
    }
    String body = Correspondence.text(message).orElse(null);
    var unused = footprints.leave(link.person(), footprint(place, body));
    Drafts.receipt(message).ifPresent(wire::send);
    return true;
  }

  /** Somebody's server tells what they published; false when it is something else than a place. */
  boolean published(Link link, Stanza message) {
    Optional<Element> items =
        message
            .element()
            .child("event", Names.EVENT)
            .flatMap(event -> event.child("items", Names.EVENT));
    if (items.isEmpty()) {
      return false;
    }
    items.get().children().stream()
        .flatMap(item -> item.child("geoloc", Names.PLACE).stream())
        .filter(place -> place.child("lat", Names.PLACE).isPresent())
        .findFirst()
        .ifPresent(place -> publish(link, footprint(place, null)));
    return true;
  }

  /** Servers repeat the latest one whenever they hear that the domain is there. */
  private void publish(Link link, NewFootprint left) {
    OwnerId person = link.person().id();
    if (published.getIfPresent(person) != null || isLatest(link, left)) {
      return;
    }
    published.put(person, true);
    var unused = footprints.leave(link.person(), left);
  }

  private boolean isLatest(Link link, NewFootprint left) {
    List<Footprint> latest =
        footprints.list(
            link.person(), new Footprints.Choice(null, link.person(), null, Long.MAX_VALUE, 1));
    return latest.stream()
        .anyMatch(one -> one.text().equals(left.text()) && one.place().equals(left.place()));
  }

  private static NewFootprint footprint(Element place, @Nullable String body) {
    double latitude = number(place, "lat").orElseThrow(() -> missing("lat"));
    double longitude = number(place, "lon").orElseThrow(() -> missing("lon"));
    String text =
        Optional.ofNullable(body)
            .or(() -> word(place, "text"))
            .or(() -> word(place, "description"))
            .or(() -> word(place, "locality"))
            .orElse(latitude + ", " + longitude);
    return new NewFootprint(
        text.codePointCount(0, text.length()) > LONGEST_TEXT && body == null
            ? text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT))
            : text,
        new Place(latitude, longitude, number(place, "accuracy").orElse(null)),
        Visibility.FRIENDS,
        null);
  }

  private static Optional<String> word(Element place, String name) {
    return place.child(name, Names.PLACE).map(Element::text).filter(text -> !text.isBlank());
  }

  private static Optional<Double> number(Element place, String name) {
    try {
      return word(place, name).map(text -> Double.valueOf(text.strip()));
    } catch (NumberFormatException e) {
      throw new Refusal(
          Condition.NOT_ACCEPTABLE, name + ": no number (expected: a decimal number)");
    }
  }

  private static Refusal missing(String name) {
    return new Refusal(Condition.NOT_ACCEPTABLE, name + ": missing (expected: degrees, WGS 84)");
  }

  /**
   * A friend has left one, as event streams are told it.
   *
   * @param accuracy null: not known
   */
  void footprintNews(Link link, long id, String from, String text, Place place) {
    Element.Builder where =
        Element.builder("geoloc", Names.PLACE)
            .child("lat", Double.toString(place.latitude()))
            .child("lon", Double.toString(place.longitude()));
    if (place.accuracy() != null) {
      where.child("accuracy", Double.toString(place.accuracy()));
    }
    wire.send(
        new Stanza(
            Drafts.message("chat", addressing.person(from), link.jid(), "f" + id)
                .child("body", text)
                .child(where.child("text", text).build())
                .build()));
  }
}
