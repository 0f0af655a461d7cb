package dev.kurir.api.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.cluster.Alone;
import dev.kurir.community.Footprints;
import dev.kurir.community.Friends;
import dev.kurir.community.Logins.Caller;
import dev.kurir.community.Neighbours;
import dev.kurir.community.Person;
import dev.kurir.community.Presences;
import dev.kurir.community.Profiles;
import dev.kurir.community.RefusedException;
import dev.kurir.database.Node;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.HandTimer;
import dev.kurir.testing.PinnedClock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the desks for profiles, friends, presence and footprints take and answer. */
class MemberDesksIT {
  private static TestDatabase database;
  private final PinnedClock clock = new PinnedClock("2026-03-01T10:00:00Z");
  private final Schemas schemas = new Schemas();
  private final Neighbours people = new Neighbours(database);
  private final Profiles profiles = new Profiles(database.pool());
  private final Friends friends = new Friends(database.pool(), clock, (to, news) -> {});
  private final Presences presences =
      new Presences(
          database.pool(),
          friends,
          new Alone(new Node(1)),
          new HandTimer(),
          clock,
          (to, news) -> {});
  private final Footprints footprints =
      new Footprints(database.pool(), friends, clock, (to, footprint) -> {});
  private final ProfilesDesk profilesDesk = new ProfilesDesk(profiles);
  private final FriendsDesk friendsDesk = new FriendsDesk(friends, presences, profiles);
  private final PresenceDesk presenceDesk = new PresenceDesk(presences, profiles);
  private final FootprintsDesk footprintsDesk = new FootprintsDesk(footprints, profiles);
  private Person ani;
  private Person budi;

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void clear() {
    people.clear();
    ani = people.person("ani", "Ani");
    budi = people.person("budi");
    database.execute("UPDATE messenger_user SET registered_at = '2026-01-02T03:04:05Z'");
  }

  /** Ani asks; parameters by turns their names and values. */
  private MemberRequest request(String body, String... parameters) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    return new MemberRequest(
        new Caller(ani, UUID.randomUUID(), Instant.MAX),
        named,
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        InetAddress.getLoopbackAddress());
  }

  private void judge(String schema, Object answer, String expected) throws Exception {
    JsonNode json = new ObjectMapper().readTree(expected.replace('\'', '"'));
    assertThat(schemas.written(schema, answer)).isEqualTo(json);
  }

  @Test
  void profilesAreAnsweredAsTheContractSays() throws Exception {
    String anis =
        "{'name':'ani','displayName':'Ani','about':null,'registeredAt':'2026-01-02T03:04:05Z'}";
    String budis =
        "{'name':'budi','displayName':null,'about':null,'registeredAt':'2026-01-02T03:04:05Z'}";
    judge("Profile", profilesDesk.showMe(request("")), anis);
    judge("Profile", profilesDesk.showUser(request("", "user", "Budi")), budis);
    judge(
        "ProfilePage",
        profilesDesk.findUsers(request("", "search", "BU")),
        "{'items':[" + budis + "],'next':null}");
    judge(
        "ProfilePage",
        profilesDesk.findUsers(request("", "limit", "1")),
        "{'items':[" + anis + "],'next':'ani'}");
    judge(
        "ProfilePage",
        profilesDesk.findUsers(request("", "after", "ani", "limit", "1")),
        "{'items':[" + budis + "],'next':null}");
    judge(
        "Profile",
        profilesDesk.changeProfile(request("{'displayName':null,'about':'baker'}")),
        "{'name':'ani','displayName':null,'about':'baker','registeredAt':'2026-01-02T03:04:05Z'}");
    judge(
        "Profile",
        profilesDesk.changeProfile(request("{}")),
        "{'name':'ani','displayName':null,'about':'baker','registeredAt':'2026-01-02T03:04:05Z'}");
  }

  @Test
  void friendsAreAnsweredAsTheContractSays() throws Exception {
    people.person("cici");
    friends.ask(people.person("dewi"), ani);
    judge(
        "Friendship",
        friendsDesk.askFriend(request("", "user", "budi")),
        "{'name':'budi','state':'asked'}");
    judge(
        "FriendRequestPage",
        friendsDesk.listFriendRequests(request("", "limit", "1")),
        "{'items':[{'name':'budi','direction':'out','at':'2026-03-01T10:00:00Z'}],'next':'budi'}");
    judge(
        "FriendRequestPage",
        friendsDesk.listFriendRequests(request("", "after", "budi")),
        "{'items':[{'name':'dewi','direction':'in','at':'2026-03-01T10:00:00Z'}],'next':null}");
    friends.ask(budi, ani);
    judge(
        "Friendship",
        friendsDesk.askFriend(request("", "user", "budi")),
        "{'name':'budi','state':'friends'}");
    presences.begun(budi);
    judge(
        "FriendPage",
        friendsDesk.listFriends(request("")),
        "{'items':[{'name':'budi','displayName':null,'since':'2026-03-01T10:00:00Z',"
            + "'presence':{'show':'online','status':null,'lastSeenAt':null}}],'next':null}");
    friendsDesk.endFriendship(request("", "user", "budi"));
    friendsDesk.blockUser(request("", "user", "budi"));
    friendsDesk.blockUser(request("", "user", "cici"));
    judge(
        "NamePage",
        friendsDesk.listBlocked(request("", "limit", "1")),
        "{'items':['budi'],'next':'budi'}");
    friendsDesk.unblockUser(request("", "user", "budi"));
    judge("NamePage", friendsDesk.listBlocked(request("")), "{'items':['cici'],'next':null}");
    judge("FriendPage", friendsDesk.listFriends(request("")), "{'items':[],'next':null}");
  }

  @Test
  void presenceIsAnsweredAsTheContractSays() throws Exception {
    people.friends(ani, budi);
    judge(
        "Presence",
        presenceDesk.setPresence(request("{'show':'busy','status':'rapat'}")),
        "{'show':'busy','status':'rapat','lastSeenAt':null}");
    judge(
        "Presence",
        presenceDesk.setPresence(request("{'show':'away'}")),
        "{'show':'away','status':null,'lastSeenAt':null}");
    judge(
        "Presence",
        presenceDesk.showPresence(request("", "user", "ani")),
        "{'show':'offline','status':null,'lastSeenAt':null}");
    presences.begun(ani);
    judge(
        "Presence",
        presenceDesk.showPresence(request("", "user", "ani")),
        "{'show':'away','status':null,'lastSeenAt':null}");
    database.execute("UPDATE messenger_user SET last_seen_at = '2026-02-03T04:05:06.789Z'");
    judge(
        "Presence",
        presenceDesk.showPresence(request("", "user", "budi")),
        "{'show':'offline','status':null,'lastSeenAt':'2026-02-03T04:05:06.789Z'}");
  }

  @Test
  void footprintsAreAnsweredAsTheContractSays() throws Exception {
    people.circle("warung", false, ani, budi);
    JsonNode first =
        schemas.written(
            "Footprint",
            footprintsDesk.leaveFootprint(
                request(
                    "{'text':'kopi','latitude':-7.77,'longitude':110,'visibility':'everyone'}")));
    long id = first.path("id").longValue();
    String one =
        "{'id':%d,'from':'ani','text':'kopi','place':{'latitude':-7.77,'longitude':110.0,"
                .formatted(id)
            + "'accuracy':null},'visibility':'everyone','group':null,'at':'2026-03-01T10:00:00Z'}";
    judge("Footprint", first, one);
    String two =
        "{'id':%d,'from':'ani','text':'kopi','place':{'latitude':90.0,'longitude':-180.0,"
                .formatted(id + 1)
            + "'accuracy':3.5},'visibility':'group','group':'warung','at':'2026-03-01T10:00:00Z'}";
    judge(
        "Footprint",
        footprintsDesk.leaveFootprint(
            request(
                "{'text':'kopi','latitude':90,'longitude':-180,'accuracy':3.5,"
                    + "'visibility':'group','group':'Warung'}")),
        two);
    judge(
        "FootprintPage",
        footprintsDesk.listFootprints(request("", "limit", "1")),
        "{'items':[" + two + "],'next':" + (id + 1) + "}");
    judge(
        "FootprintPage",
        footprintsDesk.listFootprints(request("", "before", "" + (id + 1))),
        "{'items':[" + one + "],'next':null}");
    for (String[] choice :
        new String[][] {
          {"box", "180,80,180,90"}, {"group", "warung"}, {"friend", "ani", "group", "warung"}
        }) {
      judge(
          "FootprintPage",
          footprintsDesk.listFootprints(request("", choice)),
          "{'items':[" + two + "],'next':null}");
    }
    footprintsDesk.deleteFootprint(request("", "id", "" + id));
    assertThatThrownBy(() -> footprintsDesk.deleteFootprint(request("", "id", "" + id)))
        .isInstanceOf(RefusedException.class);
  }

  /** What is asked, and how the refusal begins. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(d -> d.profilesDesk.findUsers(d.request("", "search", "")), "search: empty"),
        refused(
            d -> d.profilesDesk.findUsers(d.request("", "search", "a".repeat(33))),
            "search: 33 characters"),
        refused(d -> d.profilesDesk.findUsers(d.request("", "limit", "0")), "limit: "),
        refused(d -> d.profilesDesk.changeProfile(d.request("{'name':'x'}")), "name: unknown"),
        refused(d -> d.profilesDesk.changeProfile(d.request("{'about':5}")), "about: of type"),
        refused(
            d -> d.profilesDesk.changeProfile(d.request("{'displayName':''}")),
            "displayName: only spaces"),
        refused(d -> d.profilesDesk.showUser(d.request("", "user", "a b")), "user: "),
        refused(d -> d.friendsDesk.askFriend(d.request("", "user", "ani")), "user: ani"),
        refused(d -> d.presenceDesk.setPresence(d.request("{}")), "show: missing"),
        refused(d -> d.presenceDesk.setPresence(d.request("{'show':'ONLINE'}")), "show: "),
        refused(d -> d.presenceDesk.setPresence(d.request("{'show':null}")), "show: missing"),
        refused(
            d -> d.presenceDesk.setPresence(d.request("{'show':'away','status':1}")), "status: "),
        refused(d -> d.footprintsDesk.listFootprints(d.request("", "box", "1,2,3")), "box: "),
        refused(d -> d.footprintsDesk.listFootprints(d.request("", "before", "0")), "before: "),
        refused(
            d -> {
              d.footprintsDesk.deleteFootprint(d.request("", "id", "x"));
              return d;
            },
            "id: "),
        refused(d -> d.leave("'latitude':91,'longitude':0"), "latitude: 91"),
        refused(d -> d.leave("'latitude':0,'longitude':-180.5"), "longitude: -180.5"),
        refused(d -> d.leave("'longitude':0"), "latitude: missing"),
        refused(d -> d.leave("'latitude':'0','longitude':0"), "latitude: of type"),
        refused(d -> d.leave("'latitude':0,'longitude':0,'accuracy':-1"), "accuracy: -1"),
        refused(d -> d.leave("'latitude':0,'longitude':0,'accuracy':4e8"), "accuracy: "),
        refused(d -> d.leave("'latitude':0,'longitude':0,'group':'x'"), "group: "));
  }

  private static Arguments refused(Function<MemberDesksIT, Object> deed, String begins) {
    return arguments(deed, begins);
  }

  private Object leave(String place) {
    return footprintsDesk.leaveFootprint(
        request("{'text':'x','visibility':'friends'," + place + "}"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void whatBreaksARuleIsRefusedByName(Function<MemberDesksIT, Object> deed, String begins) {
    assertThatThrownBy(() -> deed.apply(this))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(begins);
  }

  @Test
  void nobodyIsAnsweredWithoutALogin() {
    MemberRequest nobody =
        new MemberRequest(null, Map.of("user", "ani"), null, InetAddress.getLoopbackAddress());
    for (Function<MemberRequest, Object> operation :
        Stream.<Function<MemberRequest, Object>>of(
                profilesDesk::findUsers,
                profilesDesk::showUser,
                profilesDesk::showMe,
                friendsDesk::listFriends,
                friendsDesk::askFriend,
                presenceDesk::showPresence,
                footprintsDesk::listFootprints)
            .toList()) {
      assertThatThrownBy(() -> operation.apply(nobody))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.why()).isEqualTo(RefusedException.Why.UNKNOWN_CALLER));
    }
  }
}
