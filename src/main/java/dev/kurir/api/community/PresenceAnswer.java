package dev.kurir.api.community;

import dev.kurir.community.Presence;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A presence, as the contract spells it. */
record PresenceAnswer(String show, @Nullable String status, @Nullable String lastSeenAt) {
  static PresenceAnswer of(Presence presence) {
    return new PresenceAnswer(
        presence.show().name().toLowerCase(Locale.ROOT),
        presence.status(),
        presence.lastSeenAt() == null ? null : presence.lastSeenAt().toString());
  }
}
