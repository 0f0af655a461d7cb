package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Profile;
import dev.kurir.community.Profiles;
import dev.kurir.community.Profiles.Given;
import dev.kurir.message.InvalidFieldException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on profiles. Thread-safe. */
public final class ProfilesDesk {
  private static final String DISPLAY_NAME = "displayName";
  private static final String ABOUT = "about";

  private final Profiles profiles;

  public ProfilesDesk(Profiles profiles) {
    this.profiles = profiles;
  }

  /** Finds people by how their name or display name begins; without that, all by name. */
  public NamePage<ProfileAnswer> findUsers(MemberRequest request) {
    String search = request.parameter("search").orElse("");
    if (search.isEmpty() && request.parameter("search").isPresent()) {
      throw new InvalidFieldException("search", "empty", "1 to 32 characters");
    }
    int limit = request.limit();
    request.caller();
    List<Profile> found = profiles.search(search, request.afterName(), limit + 1);
    return NamePage.of(found.stream().map(ProfileAnswer::of).toList(), limit, ProfileAnswer::name);
  }

  /** Shows a profile. */
  public ProfileAnswer showUser(MemberRequest request) {
    request.caller();
    return ProfileAnswer.of(profiles.require(request.user()));
  }

  /** Shows one's own profile. */
  public ProfileAnswer showMe(MemberRequest request) {
    return ProfileAnswer.of(profiles.require(request.caller().name()));
  }

  /** Changes what is given of one's own profile; null clears it. */
  public ProfileAnswer changeProfile(MemberRequest request) {
    RequestBody body = request.body(DISPLAY_NAME, ABOUT);
    return ProfileAnswer.of(
        profiles.change(request.caller(), given(body, DISPLAY_NAME), given(body, ABOUT)));
  }

  private static @Nullable Given given(RequestBody body, String field) {
    return body.has(field) ? new Given(body.optionalText(field).orElse(null)) : null;
  }
}
