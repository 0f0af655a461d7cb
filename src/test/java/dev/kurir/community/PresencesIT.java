package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.cluster.Alone;
import dev.kurir.cluster.Cluster;
import dev.kurir.community.Presence.Show;
import dev.kurir.database.Node;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.HandCluster;
import dev.kurir.testing.HandTimer;
import dev.kurir.testing.PinnedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresencesIT {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  private static TestDatabase database;
  private final PinnedClock clock = new PinnedClock("2026-03-01T10:00:00Z");
  private final HandTimer timer = new HandTimer();
  private final Neighbours people = new Neighbours(database);
  private final Friends friends = new Friends(database.pool(), clock, (to, news) -> {});
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Presences presences = open(new Alone(new Node(1)), timer);
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
    ani = people.person("ani");
    budi = people.person("budi");
    people.friends(ani, budi);
  }

  private Presences open(Cluster cluster, ScheduledExecutorService by) {
    return new Presences(
        database.pool(),
        friends,
        cluster,
        by,
        clock,
        (friend, news) -> told.add(friend + ": " + news.person() + " " + written(news.presence())));
  }

  private static String written(Presence presence) {
    return presence.show()
        + (presence.status() == null ? "" : " " + presence.status())
        + (presence.lastSeenAt() == null ? "" : " " + presence.lastSeenAt());
  }

  private List<String> told() {
    timer.run();
    List<String> seen = List.copyOf(told);
    told.clear();
    return seen;
  }

  private void later(Duration time) {
    clock.advance(time);
    timer.advance(time);
  }

  private String seen() {
    return written(presences.show(budi, ani));
  }

  @Test
  void whoHasNoStreamIsOffline() {
    assertThat(seen()).isEqualTo("OFFLINE");
    assertThat(written(presences.show(ani, ani))).isEqualTo("OFFLINE");
  }

  @Test
  void friendsAreToldWhoComesAndWhoLeaves() {
    presences.begun(ani);
    presences.begun(ani);
    assertThat(told()).containsExactly("budi: ani ONLINE");
    assertThat(seen()).isEqualTo("ONLINE");
    presences.ended(ani);
    later(GRACE);
    assertThat(told()).isEmpty();
    presences.ended(ani);
    later(Duration.ofMillis(4_999));
    assertThat(told()).isEmpty();
    assertThat(seen()).isEqualTo("ONLINE");
    later(Duration.ofMillis(1));
    assertThat(told()).containsExactly("budi: ani OFFLINE 2026-03-01T10:00:05Z");
    assertThat(seen()).isEqualTo("OFFLINE 2026-03-01T10:00:05Z");
  }

  @Test
  void whatOneSaysIsToldAndHoldsUntilTheLastEnd() {
    presences.begun(ani);
    told();
    assertThat(written(presences.set(ani, Show.AWAY, "tidur"))).isEqualTo("AWAY tidur");
    assertThat(told()).containsExactly("budi: ani AWAY tidur");
    presences.set(ani, Show.AWAY, "tidur");
    assertThat(told()).isEmpty();
    presences.set(ani, Show.AWAY, "");
    assertThat(told()).containsExactly("budi: ani AWAY");
    presences.set(ani, Show.BUSY, "rapat");
    assertThat(told()).containsExactly("budi: ani BUSY rapat");
    presences.ended(ani);
    later(Duration.ofSeconds(4));
    presences.begun(ani);
    assertThat(told()).isEmpty();
    assertThat(seen()).isEqualTo("BUSY rapat");
    presences.ended(ani);
    later(GRACE);
    assertThat(told()).containsExactly("budi: ani OFFLINE 2026-03-01T10:00:04Z");
    presences.begun(ani);
    assertThat(told()).containsExactly("budi: ani ONLINE");
  }

  @Test
  void whatOneSaysBeforeOneIsThereIsSeenThen() {
    assertThat(written(presences.set(ani, Show.AWAY, "macet"))).isEqualTo("AWAY macet");
    assertThat(told()).isEmpty();
    assertThat(seen()).isEqualTo("OFFLINE");
    presences.begun(ani);
    assertThat(told()).containsExactly("budi: ani AWAY macet");
  }

  @Test
  void whoHidesSeemsToHaveLeftThen() {
    presences.begun(ani);
    told();
    later(Duration.ofMinutes(1));
    assertThat(written(presences.set(ani, Show.OFFLINE, "rahasia"))).isEqualTo("OFFLINE rahasia");
    assertThat(told()).containsExactly("budi: ani OFFLINE 2026-03-01T10:01:00Z");
    later(Duration.ofMinutes(1));
    presences.ended(ani);
    later(GRACE);
    assertThat(told()).isEmpty();
    assertThat(seen()).isEqualTo("OFFLINE 2026-03-01T10:01:00Z");
    presences.begun(ani);
    assertThat(told()).containsExactly("budi: ani ONLINE");
  }

  @Test
  void whoHidFromTheBeginningWasNeverThere() {
    presences.set(ani, Show.OFFLINE, null);
    presences.begun(ani);
    assertThat(told()).isEmpty();
    assertThat(seen()).isEqualTo("OFFLINE");
    presences.ended(ani);
    later(GRACE);
    assertThat(told()).isEmpty();
    assertThat(seen()).isEqualTo("OFFLINE");
  }

  @Test
  void whoShowsThemselvesAgainIsTold() {
    presences.set(ani, Show.OFFLINE, null);
    presences.begun(ani);
    told();
    presences.set(ani, Show.ONLINE, null);
    assertThat(told()).containsExactly("budi: ani ONLINE");
    assertThat(seen()).isEqualTo("ONLINE");
  }

  @Test
  void onlyFriendsSeeAndAreTold() {
    Person cici = people.person("cici");
    friends.ask(cici, ani);
    presences.begun(ani);
    assertThat(told()).containsExactly("budi: ani ONLINE");
    assertThatThrownBy(() -> presences.show(cici, ani))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.why()).isEqualTo(RefusedException.Why.NOT_FOUND));
    friends.ask(ani, cici);
    assertThat(written(presences.show(cici, ani))).isEqualTo("ONLINE");
    friends.block(ani, cici);
    assertThatThrownBy(() -> presences.show(cici, ani)).isInstanceOf(RefusedException.class);
  }

  @Test
  void manyAreSeenAtOnce() {
    presences.begun(ani);
    presences.set(ani, Show.BUSY, null);
    Person gone = people.person("gone");
    database.execute("DELETE FROM messenger_user WHERE name = 'gone'");
    assertThat(presences.seen(List.of(ani, budi, gone)))
        .hasSize(2)
        .containsEntry(ani.id(), new Presence(Show.BUSY, null, null))
        .containsEntry(budi.id(), Presence.offline(null));
    assertThat(presences.seen(List.of())).isEmpty();
  }

  @Test
  void whatIsTooLongOrGoneIsRefused() {
    assertThatThrownBy(() -> presences.set(ani, Show.AWAY, "a".repeat(141)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("status: 141 characters");
    people.clear();
    assertThatThrownBy(() -> presences.set(ani, Show.AWAY, null))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aCrowdThatComesAndLeavesIsToldInFull() {
    people.people("crowd", 1_200);
    database.execute(
        """
        INSERT INTO friend (user_id, other, state)
        SELECT u.id, o.id, 'friends' FROM messenger_user u, messenger_user o
        WHERE u.name = 'budi' AND o.name LIKE 'crowd%' OR u.name LIKE 'crowd%' AND o.name = 'budi'
        """);
    List<Person> crowd =
        database.rows("SELECT id, name FROM messenger_user WHERE name LIKE 'crowd%'").stream()
            .map(row -> row.split("\\|"))
            .map(row -> new Person(new OwnerId(Integer.parseInt(row[0])), row[1]))
            .toList();
    crowd.forEach(presences::begun);
    assertThat(told()).hasSize(1_200).allMatch(news -> news.startsWith("budi: crowd"));
    crowd.forEach(presences::ended);
    later(GRACE);
    assertThat(told()).hasSize(1_200).allMatch(news -> news.endsWith(" OFFLINE " + TEN));
    assertThat(
            database.number("SELECT count(*) FROM messenger_user WHERE last_seen_at IS NOT NULL"))
        .isEqualTo(1_200);
  }

  @Test
  void aStopNotesWhoWasThereAndKeepsWhatTheyWish() {
    Person cici = people.person("cici");
    presences.begun(ani);
    presences.begun(cici);
    presences.set(ani, Show.BUSY, "rapat");
    presences.set(cici, Show.OFFLINE, null);
    later(Duration.ofMinutes(1));
    presences.close();
    assertThat(
            database.rows(
                "SELECT name, show, status, last_seen_at AT TIME ZONE 'UTC' FROM messenger_user ORDER BY name"))
        .containsExactly(
            "ani|busy|rapat|2026-03-01 10:01:00",
            "budi|online||",
            "cici|offline||2026-03-01 10:00:00");
  }

  @Test
  void friendsAreToldOnceTheDatabaseIsBack() {
    database.goAway();
    try {
      presences.begun(ani);
      assertThat(told()).isEmpty();
    } finally {
      database.comeBack();
    }
    later(GRACE);
    assertThat(told()).containsExactly("budi: ani ONLINE");
  }

  @Test
  void whoIsAtEitherOfTwoNodesIsThere() {
    HandCluster cluster = new HandCluster();
    HandCluster.Member second = cluster.join(2);
    HandTimer its = new HandTimer();
    Presences two = open(second, its);
    Presences one = open(cluster.join(1), timer);
    Runnable settle =
        () -> {
          timer.run();
          its.run();
          cluster.deliver();
        };
    settle.run();
    one.begun(ani);
    settle.run();
    assertThat(seenAt(two)).isEqualTo("ONLINE");
    two.set(ani, Show.AWAY, null);
    settle.run();
    assertThat(seenAt(one)).isEqualTo("AWAY");
    assertThat(told()).containsExactly("budi: ani ONLINE", "budi: ani AWAY");
    two.begun(ani);
    one.ended(ani);
    settle.run();
    later(GRACE);
    settle.run();
    assertThat(seenAt(one)).isEqualTo("AWAY");
    assertThat(told()).isEmpty();
    cluster.leave(second);
    later(GRACE);
    assertThat(seenAt(one)).isEqualTo("OFFLINE 2026-03-01T10:00:05Z");
    assertThat(told()).containsExactly("budi: ani OFFLINE 2026-03-01T10:00:05Z");
  }

  private String seenAt(Presences node) {
    return written(node.show(budi, ani));
  }

  @Test
  void comingAndGoingOnManyThreadsLeavesNobodyBehind() throws Exception {
    ScheduledExecutorService real = Executors.newScheduledThreadPool(2);
    try {
      Presences busy = open(new Alone(new Node(1)), real);
      Callable<Boolean> coming =
          () -> {
            for (int i = 0; i < 200; i++) {
              busy.begun(ani);
              busy.set(ani, i % 2 == 0 ? Show.AWAY : Show.BUSY, null);
              busy.ended(ani);
            }
            return true;
          };
      Race.of(coming, coming, coming, coming);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(written(busy.show(budi, ani)))
                      .isEqualTo("OFFLINE " + TEN.minus(GRACE)));
      await()
          .untilAsserted(
              () ->
                  assertThat(told.get(told.size() - 1))
                      .isEqualTo("budi: ani OFFLINE " + TEN.minus(GRACE)));
    } finally {
      real.shutdownNow();
    }
  }
}
