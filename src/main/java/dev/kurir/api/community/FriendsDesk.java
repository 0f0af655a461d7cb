package dev.kurir.api.community;

import dev.kurir.community.Friends;
import dev.kurir.community.Friends.Friend;
import dev.kurir.community.Friends.Request;
import dev.kurir.community.Friends.State;
import dev.kurir.community.Person;
import dev.kurir.community.Presence;
import dev.kurir.community.Presences;
import dev.kurir.community.Profiles;
import dev.kurir.message.OwnerId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on friends, requests and blocks. Thread-safe. */
public final class FriendsDesk {
  private final Friends friends;
  private final Presences presences;
  private final Profiles profiles;

  /** A friend and how they are there. */
  record FriendAnswer(
      String name, @Nullable String displayName, String since, PresenceAnswer presence) {
    static FriendAnswer of(Friend friend, Map<OwnerId, Presence> seen) {
      Presence presence = seen.get(friend.person().id());
      return new FriendAnswer(
          friend.person().name(),
          friend.displayName(),
          friend.since().toString(),
          presence == null
              ? new PresenceAnswer("offline", null, null)
              : PresenceAnswer.of(presence));
    }
  }

  /** A request of somebody ({@code in}) or to somebody ({@code out}). */
  record FriendRequestAnswer(String name, String direction, String at) {
    static FriendRequestAnswer of(Request request) {
      return new FriendRequestAnswer(
          request.person().name(), written(request.direction()), request.at().toString());
    }
  }

  /** What somebody is to one now. */
  record FriendshipAnswer(String name, String state) {}

  public FriendsDesk(Friends friends, Presences presences, Profiles profiles) {
    this.friends = friends;
    this.presences = presences;
    this.profiles = profiles;
  }

  /** Lists friends with their presence. */
  public NamePage<FriendAnswer> listFriends(MemberRequest request) {
    int limit = request.limit();
    List<Friend> rows = friends.list(request.caller(), request.afterName(), limit + 1);
    Map<OwnerId, Presence> seen = presences.seen(rows.stream().map(Friend::person).toList());
    return NamePage.of(
        rows.stream().map(row -> FriendAnswer.of(row, seen)).toList(), limit, FriendAnswer::name);
  }

  /** Lists who asks, and whom one has asked. */
  public NamePage<FriendRequestAnswer> listFriendRequests(MemberRequest request) {
    int limit = request.limit();
    List<Request> rows = friends.requests(request.caller(), request.afterName(), limit + 1);
    return NamePage.of(
        rows.stream().map(FriendRequestAnswer::of).toList(), limit, FriendRequestAnswer::name);
  }

  /** Asks somebody to be friends, or accepts their request. */
  public FriendshipAnswer askFriend(MemberRequest request) {
    Person asker = request.caller();
    Person asked = profiles.person(request.user());
    State state = friends.ask(asker, asked);
    return new FriendshipAnswer(asked.name(), written(state));
  }

  /** Ends a friendship, refuses a request or takes one's own back. */
  public void endFriendship(MemberRequest request) {
    Person caller = request.caller();
    friends.end(caller, profiles.person(request.user()));
  }

  /** Lists whom one has blocked. */
  public NamePage<String> listBlocked(MemberRequest request) {
    int limit = request.limit();
    return NamePage.of(
        friends.blockedBy(request.caller(), request.afterName(), limit + 1),
        limit,
        Function.identity());
  }

  /** Blocks somebody. */
  public void blockUser(MemberRequest request) {
    Person caller = request.caller();
    friends.block(caller, profiles.person(request.user()));
  }

  /** Takes a block back. */
  public void unblockUser(MemberRequest request) {
    Person caller = request.caller();
    friends.unblock(caller, profiles.person(request.user()));
  }

  private static String written(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
