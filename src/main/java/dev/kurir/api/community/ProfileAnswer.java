package dev.kurir.api.community;

import dev.kurir.community.Profile;
import org.jspecify.annotations.Nullable;

/** A profile, as the contract spells it. */
record ProfileAnswer(
    String name, @Nullable String displayName, @Nullable String about, String registeredAt) {
  static ProfileAnswer of(Profile profile) {
    return new ProfileAnswer(
        profile.person().name(),
        profile.displayName(),
        profile.about(),
        profile.registeredAt().toString());
  }
}
