package dev.kurir.api.community;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.kurir.community.Footprint;
import dev.kurir.community.Friends.FriendNews;
import dev.kurir.community.GroupNews;
import dev.kurir.community.PresenceNews;
import java.util.Locale;

/** What event streams tell that has no number, as {@code docs/platform.md} spells it. */
public final class Announcements {
  private Announcements() {}

  private record PresenceOf(String name, @JsonUnwrapped PresenceAnswer presence) {}

  private record FriendOf(String name, String state) {}

  private record Group(String group, String change) {}

  /** How a friend is there. */
  public static Object of(PresenceNews news) {
    return new PresenceOf(news.person().name(), PresenceAnswer.of(news.presence()));
  }

  /** Somebody asks to be friends, or is one now. */
  public static Object of(FriendNews news) {
    return new FriendOf(news.other().name(), news.state().name().toLowerCase(Locale.ROOT));
  }

  /** Something about a group has changed. */
  public static Object of(GroupNews news) {
    return new Group(news.group(), news.what());
  }

  /** Somebody has left a footprint. */
  public static Object of(Footprint footprint) {
    return FootprintAnswer.of(footprint);
  }
}
