package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Person;
import dev.kurir.community.Presence.Show;
import dev.kurir.community.Presences;
import dev.kurir.community.Profiles;
import dev.kurir.message.InvalidFieldException;
import java.util.Map;

/** The operations on presence. Thread-safe. */
public final class PresenceDesk {
  private static final Map<String, Show> SHOWS =
      Map.of("online", Show.ONLINE, "away", Show.AWAY, "busy", Show.BUSY, "offline", Show.OFFLINE);

  private final Presences presences;
  private final Profiles profiles;

  public PresenceDesk(Presences presences, Profiles profiles) {
    this.presences = presences;
    this.profiles = profiles;
  }

  /** Says how one is there. */
  public PresenceAnswer setPresence(MemberRequest request) {
    RequestBody body = request.body("show", "status");
    Show show = SHOWS.get(body.text("show"));
    if (show == null) {
      throw new InvalidFieldException("show", "another text", "online, away, busy or offline");
    }
    return PresenceAnswer.of(
        presences.set(request.caller(), show, body.optionalText("status").orElse(null)));
  }

  /** Shows how a friend, or oneself, is seen. */
  public PresenceAnswer showPresence(MemberRequest request) {
    Person caller = request.caller();
    return PresenceAnswer.of(presences.show(caller, profiles.person(request.user())));
  }
}
