package dev.kurir.api.community;

import dev.kurir.community.Footprint;
import dev.kurir.community.Place;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A footprint, as the contract spells it; the events of new ones have it too. */
record FootprintAnswer(
    long id,
    String from,
    String text,
    Place place,
    String visibility,
    @Nullable String group,
    String at) {
  static FootprintAnswer of(Footprint footprint) {
    return new FootprintAnswer(
        footprint.id(),
        footprint.from().name(),
        footprint.text(),
        footprint.place(),
        footprint.visibility().name().toLowerCase(Locale.ROOT),
        footprint.group(),
        footprint.at().toString());
  }
}
