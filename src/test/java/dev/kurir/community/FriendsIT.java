package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kurir.community.Friends.Direction;
import dev.kurir.community.Friends.FriendNews;
import dev.kurir.community.Friends.Request;
import dev.kurir.community.Friends.State;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FriendsIT {
  private static TestDatabase database;
  private final PinnedClock clock = new PinnedClock("2026-03-01T10:00:00Z");
  private final Neighbours people = new Neighbours(database);
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Friends friends =
      new Friends(database.pool(), clock, (to, news) -> told.add(written(to, news)));
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
    budi = people.person("budi", "Budi");
  }

  private static String written(Person to, FriendNews news) {
    return to + ": " + news.other() + " " + news.state();
  }

  /** What the two do, as {@code a} or {@code b} and a deed. */
  private void act(String deed) {
    Person one = deed.startsWith("a ") ? ani : budi;
    Person other = one == ani ? budi : ani;
    switch (deed.substring(2)) {
      case "asks" -> friends.ask(one, other);
      case "ends" -> friends.end(one, other);
      case "blocks" -> friends.block(one, other);
      case "unblocks" -> friends.unblock(one, other);
      default -> throw new IllegalArgumentException(deed);
    }
  }

  static Stream<Arguments> deeds() {
    return Stream.of(
        arguments("a asks", "ani asked budi", "budi: ani ASKED"),
        arguments("a asks, a asks", "ani asked budi", "budi: ani ASKED"),
        arguments(
            "a asks, b asks",
            "ani friends budi, budi friends ani",
            "budi: ani ASKED, ani: budi FRIENDS"),
        arguments(
            "a asks, b asks, a asks, b asks",
            "ani friends budi, budi friends ani",
            "budi: ani ASKED, ani: budi FRIENDS"),
        arguments("a asks, a ends", "", "budi: ani ASKED, budi: ani NONE"),
        arguments("a asks, b ends", "", "budi: ani ASKED, ani: budi NONE"),
        arguments(
            "a asks, b asks, a ends", "", "budi: ani ASKED, ani: budi FRIENDS, budi: ani NONE"),
        arguments("a ends", "", ""),
        arguments(
            "a asks, b asks, b blocks",
            "budi blocks ani",
            "budi: ani ASKED, ani: budi FRIENDS, ani: budi NONE"),
        arguments("a asks, b blocks", "budi blocks ani", "budi: ani ASKED, ani: budi NONE"),
        arguments("b blocks, b blocks", "budi blocks ani", ""),
        // the blocked asks as ever, and the blocker hears nothing
        arguments("b blocks, a asks", "ani asked budi, budi blocks ani", ""),
        arguments("b blocks, a asks, a ends", "budi blocks ani", ""),
        arguments("b blocks, a asks, a blocks", "ani blocks budi, budi blocks ani", ""),
        arguments("b blocks, a asks, b unblocks", "", "ani: budi NONE"),
        arguments("b blocks, b unblocks, a asks", "ani asked budi", "budi: ani ASKED"),
        arguments("a asks, a unblocks", "ani asked budi", "budi: ani ASKED"),
        arguments("a asks, b unblocks", "ani asked budi", "budi: ani ASKED"));
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void whatTwoDoIsWhatTheyAreThen(String deeds, String ties, String news) {
    Stream.of(deeds.split(", ")).forEach(this::act);
    assertThat(String.join(", ", people.ties()).replace('|', ' ')).isEqualTo(ties);
    assertThat(String.join(", ", told)).isEqualTo(news);
    boolean areFriends = ties.contains("friends");
    assertThat(friends.areFriends(ani, budi)).isEqualTo(areFriends);
    assertThat(friends.areFriends(budi, ani)).isEqualTo(areFriends);
    assertThat(friends.friendsOf(ani)).isEqualTo(areFriends ? List.of(budi) : List.of());
    assertThat(friends.isBlocked(ani, budi)).isEqualTo(ties.contains("ani blocks"));
    assertThat(friends.isBlocked(budi, ani)).isEqualTo(ties.contains("budi blocks"));
  }

  @Test
  void theAnswerSaysWhatOneIsThen() {
    assertThat(friends.ask(ani, budi)).isEqualTo(State.ASKED);
    assertThat(friends.ask(ani, budi)).isEqualTo(State.ASKED);
    assertThat(friends.ask(budi, ani)).isEqualTo(State.FRIENDS);
    assertThat(friends.ask(ani, budi)).isEqualTo(State.FRIENDS);
  }

  @Test
  void aBlockIsNotRevealedToWhoIsBlocked() {
    Person cici = people.person("cici");
    friends.block(budi, ani);
    assertThat(friends.ask(ani, budi)).isEqualTo(friends.ask(ani, cici)).isEqualTo(State.ASKED);
    assertThat(friends.requests(ani, "", 100))
        .containsExactly(
            new Request(budi, Direction.OUT, clock.instant()),
            new Request(cici, Direction.OUT, clock.instant()));
    assertThat(friends.requests(budi, "", 100)).isEmpty();
    assertThat(friends.blockedBy(ani, "", 100)).isEmpty();
    assertThat(friends.blockedBy(budi, "", 100)).containsExactly("ani");
  }

  @Test
  void whoBlocksSomebodyDoesNotAskThem() {
    friends.block(ani, budi);
    assertThatThrownBy(() -> friends.ask(ani, budi))
        .isInstanceOf(RefusedException.class)
        .hasMessage("user: budi is blocked (expected: somebody whom one has not blocked)");
    assertThat(people.ties()).containsExactly("ani|blocks|budi");
  }

  @Test
  void nobodyIsTheirOwnFriendNorBlocksThemselves() {
    assertThatThrownBy(() -> friends.ask(ani, ani))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("user: ani (expected: somebody else than oneself)");
    assertThatThrownBy(() -> friends.block(ani, ani)).isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void whoIsGoneIsNobody() {
    Person gone = people.person("gone");
    database.execute("DELETE FROM messenger_user WHERE name = 'gone'");
    assertThatThrownBy(() -> friends.ask(ani, gone)).hasMessageStartingWith("user: gone");
    assertThatThrownBy(() -> friends.ask(gone, ani)).hasMessageStartingWith("user: gone");
    assertThatThrownBy(() -> friends.block(ani, gone)).isInstanceOf(RefusedException.class);
  }

  @Test
  void requestsAreListedInBothDirectionsPageByPage() {
    Person cici = people.person("cici");
    Person dewi = people.person("dewi");
    friends.ask(ani, cici);
    friends.ask(budi, ani);
    friends.ask(dewi, ani);
    assertThat(friends.requests(ani, "", 2))
        .containsExactly(
            new Request(budi, Direction.IN, clock.instant()),
            new Request(cici, Direction.OUT, clock.instant()));
    assertThat(friends.requests(ani, "cici", 2))
        .containsExactly(new Request(dewi, Direction.IN, clock.instant()));
  }

  @Test
  void friendsAreListedByNamePageByPage() {
    for (String name : List.of("d-d", "d.d", "d_d", "d0")) {
      people.friends(ani, people.person(name, "D"));
    }
    people.friends(ani, budi);
    people.friends(budi, people.person("stranger"));
    assertThat(friends.list(ani, "", 3))
        .extracting(friend -> friend.person().name())
        .containsExactly("budi", "d-d", "d.d");
    assertThat(friends.list(ani, "d.d", 3))
        .extracting(friend -> friend.person().name())
        .containsExactly("d0", "d_d");
    assertThat(friends.list(ani, "", 1).get(0).displayName()).isEqualTo("Budi");
  }

  @Test
  void aBlockEndsInvitationsBetweenTheTwo() {
    Person cici = people.person("cici");
    OwnerId one = people.circle("one", false, ani);
    OwnerId two = people.circle("two", false, budi);
    OwnerId three = people.circle("three", false, cici);
    invite(one, budi, ani);
    invite(two, ani, budi);
    invite(three, budi, cici);
    friends.block(ani, budi);
    assertThat(database.rows("SELECT circle_id, user_id FROM invitation"))
        .containsExactly(three + "|" + budi.id());
  }

  private void invite(OwnerId circle, Person person, Person by) {
    database.execute(
        "INSERT INTO invitation (circle_id, user_id, invited_by) VALUES (%s, %s, %s)"
            .formatted(circle, person.id(), by.id()));
  }

  @RepeatedTest(30)
  void twoWhoAskEachOtherAtOnceAreFriends() throws Exception {
    List<State> states = Race.of(() -> friends.ask(ani, budi), () -> friends.ask(budi, ani));
    assertThat(states).containsExactlyInAnyOrder(State.ASKED, State.FRIENDS);
    assertThat(people.ties()).containsExactly("ani|friends|budi", "budi|friends|ani");
  }

  @RepeatedTest(30)
  void aBlockAtTheMomentOfARequestLeavesNothingForTheBlocker() throws Exception {
    Race.of(() -> friends.ask(ani, budi), () -> block(budi, ani));
    assertThat(people.ties()).contains("budi|blocks|ani");
    assertThat(friends.requests(budi, "", 100)).isEmpty();
    assertThat(friends.areFriends(ani, budi)).isFalse();
  }

  @RepeatedTest(30)
  void aBlockAtTheMomentOfAnAcceptanceLeavesNoFriendship() throws Exception {
    friends.ask(budi, ani);
    Race.of(() -> friends.ask(ani, budi), () -> block(budi, ani));
    assertThat(people.ties()).contains("budi|blocks|ani").noneMatch(tie -> tie.contains("friends"));
  }

  @RepeatedTest(30)
  void friendshipsThatEndWhileTheyBeginAreNeverHalfOnes() throws Exception {
    friends.ask(budi, ani);
    Race.of(
        () -> friends.ask(ani, budi),
        () -> {
          friends.end(budi, ani);
          return State.NONE;
        });
    assertThat(friends.areFriends(ani, budi)).isEqualTo(friends.areFriends(budi, ani));
  }

  @RepeatedTest(10)
  void manyWhoAskAcrossEachOtherWaitForNobodyForEver() throws Exception {
    Person cici = people.person("cici");
    List<State> states =
        Race.of(
            () -> friends.ask(ani, budi),
            () -> friends.ask(budi, cici),
            () -> friends.ask(cici, ani),
            () -> friends.ask(budi, ani),
            () -> friends.ask(cici, budi),
            () -> friends.ask(ani, cici));
    assertThat(states).filteredOn(State.FRIENDS::equals).hasSize(3);
    assertThat(people.ties()).hasSize(6).allMatch(tie -> tie.contains("|friends|"));
  }

  private State block(Person by, Person other) {
    friends.block(by, other);
    return State.NONE;
  }
}
