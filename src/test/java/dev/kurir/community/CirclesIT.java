package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kurir.community.Invitations.Invitation;
import dev.kurir.community.Members.Member;
import dev.kurir.community.RefusedException.Why;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CirclesIT {
  private static TestDatabase database;

  private final Neighbours neighbours = new Neighbours(database);
  private final Circles circles = new Circles(database.pool());
  private final Members members = circles.members();
  private final Invitations invitations = circles.invitations();
  private final List<String> news = new ArrayList<>();
  private Person ani;
  private Person budi;
  private Person citra;
  private Person dewi;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void settle() {
    neighbours.clear();
    database.clear();
    ani = neighbours.person("ani");
    budi = neighbours.person("budi");
    citra = neighbours.person("citra");
    dewi = neighbours.person("dewi");
    circles.onNews((to, told) -> news.add(to + " " + told.what() + " " + told.group()));
  }

  // groups

  @Test
  void whoMakesAGroupOwnsIt() {
    Circle made = circles.create(ani, "arisan", "Arisan RT 5", false);

    assertThat(made.name()).isEqualTo("arisan");
    assertThat(made.title()).isEqualTo("Arisan RT 5");
    assertThat(made.members()).isEqualTo(1);
    assertThat(made.role()).isEqualTo(Role.OWNER);
    assertThat(made).isEqualTo(circles.show(ani, "arisan", false));
    assertThat(circles.create(ani, "untitled", null, false).title()).isNull();
  }

  @Test
  void aNameIsGivenOnceOverGroupsAndRooms() {
    circles.create(ani, "arisan", null, false);
    circles.create(ani, "pasar", null, true);

    refused(Why.CONFLICT, () -> circles.create(budi, "arisan", null, false));
    refused(Why.CONFLICT, () -> circles.create(budi, "arisan", null, true));
    refused(Why.CONFLICT, () -> circles.create(ani, "pasar", null, false));
    assertThat(circles.groups(budi, "", 10)).isEmpty();
  }

  @Test
  void whoseAccountIsGoneMakesAndJoinsNothing() {
    circles.create(ani, "pasar", null, true);
    neighbours.remove(budi);

    refused(Why.UNKNOWN_CALLER, () -> circles.create(budi, "arisan", null, false));
    refused(Why.UNKNOWN_CALLER, () -> members.join(budi, "pasar"));
  }

  @Test
  void oneSeesTheGroupsThatOneIsInByName() {
    for (String name : List.of("c", "a", "b")) {
      circles.create(ani, name, null, false);
    }
    circles.create(ani, "room", null, true);
    circles.create(budi, "of-others", null, false);

    assertThat(names(circles.groups(ani, "", 10))).containsExactly("a", "b", "c");
    assertThat(names(circles.groups(ani, "a", 1))).containsExactly("b");
  }

  @Test
  void strangersDoNotLearnThatAGroupExists() {
    neighbours.friends(budi, citra);
    circles.create(ani, "arisan", null, false);
    List<ThrowingCallable> tries =
        List.of(
            () -> circles.show(budi, "arisan", false),
            () -> circles.rename(budi, "arisan", "x"),
            () -> circles.dissolve(budi, "arisan", false),
            () -> circles.requireMember(budi, "arisan", false),
            () -> members.list(budi, "arisan", false, "", 10),
            () -> members.add(budi, "arisan", "citra"),
            () -> members.changeRole(budi, "arisan", "ani", Role.MEMBER),
            () -> members.remove(budi, "arisan", "ani"),
            () -> members.remove(budi, "arisan", "budi"),
            () -> invitations.invite(budi, "arisan", "citra"),
            () -> invitations.accept(budi, "arisan"),
            () -> invitations.refuse(budi, "arisan"),
            () -> circles.show(budi, "arisan", true),
            () -> members.join(budi, "arisan"),
            () -> members.leaveRoom(budi, "arisan"),
            () -> members.list(budi, "arisan", true, "", 10));
    for (ThrowingCallable one : tries) {
      String said = refused(Why.NOT_FOUND, one);
      database.execute("UPDATE circle SET name = 'other'");
      assertThat(refused(Why.NOT_FOUND, one)).isEqualTo(said);
      database.execute("UPDATE circle SET name = 'arisan'");
    }
    assertThat(circles.withMember(budi.id(), "arisan")).isEmpty();
    assertThat(database.number("SELECT count(*) FROM circle_member")).isEqualTo(1);
  }

  @Test
  void membersMayNotWhatAdminsAndOwnersMay() {
    group();
    neighbours.friends(budi, dewi);

    refused(Why.FORBIDDEN, () -> circles.rename(budi, "arisan", "x"));
    refused(Why.FORBIDDEN, () -> members.add(budi, "arisan", "dewi"));
    refused(Why.FORBIDDEN, () -> invitations.invite(budi, "arisan", "dewi"));
    refused(Why.FORBIDDEN, () -> members.remove(budi, "arisan", "citra"));
    refused(Why.FORBIDDEN, () -> members.changeRole(budi, "arisan", "budi", Role.ADMIN));
    refused(Why.FORBIDDEN, () -> circles.dissolve(budi, "arisan", false));
    members.changeRole(ani, "arisan", "budi", Role.ADMIN);
    refused(Why.FORBIDDEN, () -> members.changeRole(budi, "arisan", "citra", Role.ADMIN));
    refused(Why.FORBIDDEN, () -> circles.dissolve(budi, "arisan", false));
    assertThat(circles.rename(budi, "arisan", "Baru").title()).isEqualTo("Baru");
    assertThat(members.add(budi, "arisan", "dewi").role()).isEqualTo(Role.MEMBER);
  }

  @Test
  void whoDissolvesAGroupTakesItsHistoryAlong() {
    OwnerId circle = group();
    database.execute(
        "INSERT INTO outbox (ledger, network, day, lane, owner_id, conversation, number, text, retry_key, created_at) SELECT 'udp', 'udp', current_date, 0, id, -id, 1, 'ani hai', gen_random_uuid(), now() FROM (VALUES (%s), (%s)) AS m (id)"
            .formatted(circle, budi.id()));
    news.clear();
    circles.dissolve(ani, "arisan", false);

    refused(Why.NOT_FOUND, () -> circles.show(ani, "arisan", false));
    assertThat(database.rows("SELECT conversation FROM outbox")).containsExactly("-" + budi.id());
    assertThat(news).contains(budi.id() + " dissolved arisan").hasSize(3);
    assertThat(circles.create(dewi, "arisan", null, true).members()).isEqualTo(1);
  }

  @Test
  void membersAreListedByName() {
    group();

    assertThat(members.list(citra, "arisan", false, "", 10))
        .extracting(Member::name, Member::role)
        .containsExactly(
            tuple("ani", Role.OWNER), tuple("budi", Role.MEMBER), tuple("citra", Role.MEMBER));
    assertThat(members.list(citra, "arisan", false, "ani", 1))
        .extracting(Member::name)
        .containsExactly("budi");
  }

  // adding and inviting

  @Test
  void adminsAddFriendsAtOnce() {
    circles.create(ani, "arisan", null, false);
    neighbours.friends(ani, budi);
    neighbours.asks(citra, ani);

    Member added = members.add(ani, "arisan", "budi");
    assertThat(added.name()).isEqualTo("budi");
    assertThat(added.role()).isEqualTo(Role.MEMBER);
    assertThat(news).containsExactly(budi.id() + " added arisan");
    assertThat(members.add(ani, "arisan", "budi")).isEqualTo(added);
    assertThat(members.add(ani, "arisan", "ani").role()).isEqualTo(Role.OWNER);
    assertThat(news).hasSize(1);
    refused(Why.FORBIDDEN, () -> members.add(ani, "arisan", "citra"));
    refused(Why.FORBIDDEN, () -> members.add(ani, "arisan", "dewi"));
    refused(Why.NOT_FOUND, () -> members.add(ani, "arisan", "nobody"));
  }

  @Test
  void whoHasBlockedAnAdminIsNeitherAddedNorInvited() {
    circles.create(ani, "arisan", null, false);
    neighbours.friends(ani, budi);
    neighbours.blocks(budi, ani);

    refused(Why.FORBIDDEN, () -> members.add(ani, "arisan", "budi"));
    refused(Why.FORBIDDEN, () -> invitations.invite(ani, "arisan", "budi"));
    assertThat(invitations.list(budi, "", 10)).isEmpty();
  }

  @Test
  void ownersBotsAreNeitherAddedNorInvited() {
    circles.create(ani, "arisan", null, false);
    neighbours.bot("tokobunga");

    refused(Why.NOT_FOUND, () -> members.add(ani, "arisan", "tokobunga"));
    refused(Why.NOT_FOUND, () -> invitations.invite(ani, "arisan", "tokobunga"));
  }

  @Test
  void anInvitationIsAcceptedOnce() {
    circles.create(ani, "arisan", "Arisan", false);
    invitations.invite(ani, "arisan", "budi");
    invitations.invite(ani, "arisan", "budi");

    assertThat(news).containsExactly(budi.id() + " invited arisan");
    assertThat(invitations.list(budi, "", 10))
        .extracting(Invitation::name, Invitation::title, Invitation::by)
        .containsExactly(tuple("arisan", "Arisan", "ani"));
    assertThat(invitations.list(budi, "arisan", 10)).isEmpty();
    Circle joined = invitations.accept(budi, "arisan");
    assertThat(joined.role()).isEqualTo(Role.MEMBER);
    assertThat(joined.members()).isEqualTo(2);
    assertThat(invitations.list(budi, "", 10)).isEmpty();
    assertThat(invitations.accept(budi, "arisan")).isEqualTo(joined);
    refused(Why.CONFLICT, () -> invitations.invite(ani, "arisan", "budi"));
    refused(Why.NOT_FOUND, () -> invitations.refuse(budi, "arisan"));
  }

  @Test
  void aRefusedInvitationStandsNoMore() {
    circles.create(ani, "arisan", null, false);
    invitations.invite(ani, "arisan", "budi");
    invitations.refuse(budi, "arisan");

    refused(Why.NOT_FOUND, () -> invitations.accept(budi, "arisan"));
    refused(Why.NOT_FOUND, () -> circles.show(budi, "arisan", false));
    invitations.invite(ani, "arisan", "budi");
    assertThat(invitations.accept(budi, "arisan").role()).isEqualTo(Role.MEMBER);
  }

  @Test
  void anInvitationOutlivesWhoInvitedAndEndsWithWhoIsAdded() {
    circles.create(ani, "arisan", null, false);
    neighbours.friends(ani, citra);
    neighbours.friends(ani, budi);
    members.add(ani, "arisan", "citra");
    members.changeRole(ani, "arisan", "citra", Role.ADMIN);
    invitations.invite(citra, "arisan", "budi");
    invitations.invite(citra, "arisan", "dewi");
    members.add(ani, "arisan", "budi");
    circles.leaveAll(citra);
    neighbours.remove(citra);

    assertThat(invitations.list(budi, "", 10)).isEmpty();
    assertThat(invitations.list(dewi, "", 10)).extracting(Invitation::by).containsOnlyNulls();
    assertThat(invitations.accept(dewi, "arisan").members()).isEqualTo(3);
  }

  // roles

  @Test
  void whoMakesAnotherTheOwnerBecomesAnAdmin() {
    group();
    news.clear();
    assertThat(members.changeRole(ani, "arisan", "budi", Role.OWNER).role()).isEqualTo(Role.OWNER);

    assertThat(circles.show(ani, "arisan", false).role()).isEqualTo(Role.ADMIN);
    assertThat(news).containsExactly(budi.id() + " role arisan");
    refused(Why.FORBIDDEN, () -> members.changeRole(ani, "arisan", "citra", Role.ADMIN));
    assertThat(members.changeRole(budi, "arisan", "ani", Role.MEMBER).role())
        .isEqualTo(Role.MEMBER);
    members.remove(ani, "arisan", "ani");
  }

  @Test
  void theOwnerStaysOneUntilThereIsAnother() {
    group();

    refused(Why.CONFLICT, () -> members.changeRole(ani, "arisan", "ani", Role.ADMIN));
    refused(Why.CONFLICT, () -> members.remove(ani, "arisan", "ani"));
    assertThat(members.changeRole(ani, "arisan", "ani", Role.OWNER).role()).isEqualTo(Role.OWNER);
    refused(Why.NOT_FOUND, () -> members.changeRole(ani, "arisan", "dewi", Role.OWNER));
    refused(Why.NOT_FOUND, () -> members.changeRole(ani, "arisan", "nobody", Role.OWNER));
    assertThat(circles.show(ani, "arisan", false).role()).isEqualTo(Role.OWNER);
  }

  @Test
  void adminsRemoveMembersAndTheOwnerRemovesAdmins() {
    group();
    neighbours.friends(ani, dewi);
    members.add(ani, "arisan", "dewi");
    members.changeRole(ani, "arisan", "budi", Role.ADMIN);
    members.changeRole(ani, "arisan", "citra", Role.ADMIN);

    refused(Why.FORBIDDEN, () -> members.remove(budi, "arisan", "ani"));
    refused(Why.FORBIDDEN, () -> members.remove(budi, "arisan", "citra"));
    news.clear();
    members.remove(budi, "arisan", "dewi");
    assertThat(news).containsExactly(dewi.id() + " removed arisan");
    refused(Why.NOT_FOUND, () -> members.remove(budi, "arisan", "dewi"));
    refused(Why.NOT_FOUND, () -> circles.show(dewi, "arisan", false));
    members.remove(ani, "arisan", "citra");
    members.remove(budi, "arisan", "budi");
    assertThat(circles.show(ani, "arisan", false).members()).isEqualTo(1);
    refused(Why.NOT_FOUND, () -> members.remove(budi, "arisan", "budi"));
  }

  // rooms

  @Test
  void everybodySeesARoomAndGoesInAndOut() {
    circles.create(ani, "pasar", "Pasar Pagi", true);

    assertThat(circles.show(budi, "pasar", true).role()).isNull();
    refused(Why.FORBIDDEN, () -> members.list(budi, "pasar", true, "", 10));
    refused(Why.FORBIDDEN, () -> circles.requireMember(budi, "pasar", true));
    Circle joined = members.join(budi, "pasar");
    assertThat(joined.role()).isEqualTo(Role.MEMBER);
    assertThat(joined.members()).isEqualTo(2);
    assertThat(members.join(budi, "pasar")).isEqualTo(joined);
    assertThat(members.join(ani, "pasar").role()).isEqualTo(Role.OWNER);
    assertThat(members.list(budi, "pasar", true, "", 10)).hasSize(2);
    assertThat(circles.withMember(budi.id(), "pasar"))
        .contains(circles.requireMember(budi, "pasar", true));
    refused(Why.FORBIDDEN, () -> circles.dissolve(budi, "pasar", true));
    members.leaveRoom(budi, "pasar");
    members.leaveRoom(budi, "pasar");
    assertThat(circles.show(budi, "pasar", true).members()).isEqualTo(1);
    refused(Why.CONFLICT, () -> members.leaveRoom(ani, "pasar"));
    circles.dissolve(ani, "pasar", true);
    refused(Why.NOT_FOUND, () -> members.join(budi, "pasar"));
    refused(Why.NOT_FOUND, () -> members.leaveRoom(budi, "pasar"));
  }

  @Test
  void aRoomIsNoGroup() {
    circles.create(ani, "pasar", null, true);

    refused(Why.NOT_FOUND, () -> circles.show(ani, "pasar", false));
    refused(Why.NOT_FOUND, () -> circles.rename(ani, "pasar", "x"));
    refused(Why.NOT_FOUND, () -> circles.dissolve(ani, "pasar", false));
    refused(Why.NOT_FOUND, () -> invitations.invite(ani, "pasar", "budi"));
    refused(Why.NOT_FOUND, () -> members.add(ani, "pasar", "budi"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pas", "PAS", "pasar"})
  void roomsAreFoundByHowTheirNameOrTitleBegins(String search) {
    circles.create(ani, "pasar", null, true);
    circles.create(ani, "x-by-title", "Pasar Pagi", true);
    circles.create(ani, "y-both-pasar", "Bukan Pasar", true);
    circles.create(ani, "pasar-group", "Pasar", false);
    circles.create(ani, "z", null, true);

    assertThat(names(circles.rooms(budi, search, "", 10))).containsExactly("pasar", "x-by-title");
    assertThat(names(circles.rooms(budi, search, "pasar", 10))).containsExactly("x-by-title");
    assertThat(names(circles.rooms(budi, search, "", 1))).containsExactly("pasar");
  }

  @Test
  void whatPatternsUseIsSearchedForAsItIs() {
    circles.create(ani, "a", "100% murah", true);
    circles.create(ani, "b", "1000", true);
    circles.create(ani, "c_d", null, true);
    circles.create(ani, "cxd", null, true);

    assertThat(names(circles.rooms(budi, "100%", "", 10))).containsExactly("a");
    assertThat(names(circles.rooms(budi, "c_", "", 10))).containsExactly("c_d");
    assertThat(circles.rooms(budi, "\\", "", 10)).isEmpty();
  }

  @Test
  void allRoomsAreListedByName() {
    for (String name : List.of("c", "a", "b")) {
      circles.create(ani, name, null, true);
    }
    members.join(budi, "b");

    assertThat(circles.rooms(budi, null, "a", 10))
        .extracting(Circle::name, Circle::role)
        .containsExactly(tuple("b", Role.MEMBER), tuple("c", null));
  }

  // who is gone

  @Test
  void whatSomebodyLeavesGoesToTheEldestAdminElseToTheEldestMember() {
    OwnerId first = group();
    OwnerId second = neighbours.circle("pasar", true, ani, budi, citra, dewi);
    OwnerId third = neighbours.circle("sendiri", false, ani);
    OwnerId fourth = neighbours.circle("of-budi", false, budi, ani);
    members.changeRole(ani, "arisan", "citra", Role.ADMIN);
    database.execute(
        "UPDATE circle_member SET since = now() - interval '1 day' WHERE circle_id = %s AND user_id = %s"
            .formatted(second, dewi.id()));
    circles.leaveAll(ani);

    assertThat(
            database.rows(
                "SELECT circle_id, user_id FROM circle_member WHERE role = 'owner' ORDER BY 1"))
        .containsExactly(
            first + "|" + citra.id(), second + "|" + dewi.id(), fourth + "|" + budi.id());
    assertThat(database.rows("SELECT id FROM circle")).doesNotContain(third.toString());
    assertThat(database.number("SELECT count(*) FROM circle_member WHERE user_id = " + ani.id()))
        .isZero();
    circles.leaveAll(ani);
  }

  private OwnerId group() {
    return neighbours.circle("arisan", false, ani, budi, citra);
  }

  private static List<String> names(List<Circle> some) {
    return some.stream().map(Circle::name).toList();
  }

  private static String refused(Why why, ThrowingCallable tried) {
    Throwable thrown = catchThrowable(tried);
    assertThat(thrown).isInstanceOf(RefusedException.class);
    assertThat(((RefusedException) thrown).why()).isEqualTo(why);
    assertThat(thrown.getMessage()).matches("[a-z]+: .+ \\(expected: .+\\)");
    return thrown.getMessage();
  }
}
