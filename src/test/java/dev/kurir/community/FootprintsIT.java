package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.community.Footprint.Visibility;
import dev.kurir.community.Footprints.Choice;
import dev.kurir.community.Footprints.NewFootprint;
import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FootprintsIT {
  private static final Place HOME = new Place(-7.77, 110.38, 12.5);
  private static final Box AROUND = Box.of("110.3,-7.9,110.5,-7.7");
  private static final Box FAR = Box.of("100,-7.9,101,-7.7");
  private static TestDatabase database;
  private final PinnedClock clock = new PinnedClock("2026-03-01T10:00:00.123456789Z");
  private final Neighbours people = new Neighbours(database);
  private final Friends friends = new Friends(database.pool(), clock, (to, news) -> {});
  private final List<String> told = new ArrayList<>();
  private final Footprints footprints =
      new Footprints(
          database.pool(), friends, clock, (to, footprint) -> told.add(to + " " + footprint.id()));
  private Person ani;
  private Person budi;
  private Person cici;
  private Person dewi;
  private Person eko;
  private Person fitri;

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  /** Of ani: budi is a friend, dewi in a group, eko and fitri too and blocked; cici a stranger. */
  @BeforeEach
  void begin() {
    people.clear();
    ani = people.person("ani");
    budi = people.person("budi");
    cici = people.person("cici");
    dewi = people.person("dewi");
    eko = people.person("eko");
    fitri = people.person("fitri");
    people.friends(ani, budi);
    people.circle("warung", false, ani, dewi, eko, fitri);
    people.blocks(eko, ani);
    people.blocks(ani, fitri);
  }

  private Footprint leave(Person person, Visibility visibility, @Nullable String group) {
    return footprints.leave(person, new NewFootprint("kopi", HOME, visibility, group));
  }

  private List<Long> seen(Person viewer, @Nullable Box box, @Nullable Person from, String group) {
    return footprints
        .list(viewer, new Choice(box, from, group.isEmpty() ? null : group, Long.MAX_VALUE, 100))
        .stream()
        .map(Footprint::id)
        .toList();
  }

  @Test
  void whatIsLeftIsSeenAsItWasLeft() {
    for (NewFootprint one :
        List.of(
            new NewFootprint("kopi", HOME, Visibility.EVERYONE, null),
            new NewFootprint("kopi\nsusu", HOME, Visibility.GROUP, "warung"),
            new NewFootprint(
                "🌷".repeat(280), new Place(90, -180, null), Visibility.FRIENDS, null))) {
      Footprint left = footprints.leave(ani, one);
      Choice latest = new Choice(null, null, null, Long.MAX_VALUE, 1);
      assertThat(footprints.list(ani, latest)).containsExactly(left);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FRIENDS, '', ani budi, budi",
    "EVERYONE, '', ani budi cici dewi, budi",
    "GROUP, warung, ani dewi, dewi"
  })
  void whoSeesItIsWhoItIsFor(Visibility visibility, String group, String eyes, String hears) {
    long id = leave(ani, visibility, group.isEmpty() ? null : group).id();
    assertThat(told).containsExactlyInAnyOrder(hears + " " + id);
    for (Person viewer : List.of(ani, budi, cici, dewi, eko, fitri)) {
      List<Long> expected =
          Stream.of(eyes.split(" ")).anyMatch(viewer.name()::equals) ? List.of(id) : List.of();
      assertThat(seen(viewer, null, null, "")).as("%s", viewer).isEqualTo(expected);
      assertThat(seen(viewer, AROUND, null, "")).as("%s", viewer).isEqualTo(expected);
      assertThat(seen(viewer, FAR, null, "")).as("%s", viewer).isEmpty();
      assertThat(seen(viewer, null, ani, "")).as("%s", viewer).isEqualTo(expected);
      assertThat(seen(viewer, AROUND, ani, "")).as("%s", viewer).isEqualTo(expected);
      assertThat(seen(viewer, null, budi, "")).as("%s", viewer).isEmpty();
    }
    List<Long> inGroup = visibility == Visibility.GROUP ? List.of(id) : List.of();
    assertThat(seen(dewi, null, null, "warung")).isEqualTo(inGroup);
    assertThat(seen(dewi, AROUND, ani, "warung")).isEqualTo(inGroup);
    assertThat(seen(dewi, FAR, ani, "warung")).isEmpty();
    assertThat(seen(eko, null, null, "warung")).isEmpty();
    assertThat(seen(fitri, null, null, "warung")).isEmpty();
  }

  @Test
  void whoLeavesAGroupSeesTheirOwnOnly() {
    long hers = leave(dewi, Visibility.GROUP, "warung").id();
    leave(ani, Visibility.GROUP, "warung");
    database.execute("DELETE FROM circle_member WHERE user_id = " + dewi.id());
    assertThat(seen(dewi, null, null, "")).containsExactly(hers);
    assertThatThrownBy(() -> seen(dewi, null, null, "warung"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("group: warung is none of yours (expected: a group that one is in)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warung", "nowhere", "pasar"})
  void onlyMembersShareWithAGroupAndWithARoomNobody(String group) {
    people.circle("pasar", true, cici);
    assertThatThrownBy(() -> leave(cici, Visibility.GROUP, group))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.why()).isEqualTo(RefusedException.Why.NOT_FOUND));
    assertThatThrownBy(() -> seen(cici, null, null, group)).isInstanceOf(RefusedException.class);
    assertThat(database.number("SELECT count(*) FROM footprint")).isZero();
  }

  @Test
  void aGroupIsGivenWhereItIsForAGroupAndOnlyThere() {
    assertThatThrownBy(() -> leave(ani, Visibility.GROUP, null))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("group: missing");
    assertThatThrownBy(() -> leave(ani, Visibility.FRIENDS, "warung"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("group: \"warung\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 281})
  void aTextIsShort(int length) {
    assertThatThrownBy(() -> new NewFootprint("🌷".repeat(length), HOME, Visibility.FRIENDS, null))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("text: ");
  }

  @Test
  void whoIsGoneLeavesNothing() {
    people.clear();
    assertThatThrownBy(() -> leave(ani, Visibility.EVERYONE, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("user: ani");
  }

  @Test
  void pagesGoOnBeforeTheLast() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      switch (i % 4) {
        case 0 -> all.add(0, leave(ani, Visibility.FRIENDS, null).id());
        case 1 -> all.add(0, leave(budi, Visibility.FRIENDS, null).id());
        case 2 -> all.add(0, leave(dewi, Visibility.GROUP, "warung").id());
        default -> all.add(0, leave(cici, Visibility.EVERYONE, null).id());
      }
      leave(cici, Visibility.FRIENDS, null); // a stranger's
      leave(eko, Visibility.EVERYONE, null); // of somebody who blocks
      leave(fitri, Visibility.GROUP, "warung"); // of somebody blocked
    }
    for (Box box : new Box[] {null, AROUND}) {
      for (int limit = 1; limit <= 13; limit += 3) {
        List<Long> pages = new ArrayList<>();
        long before = Long.MAX_VALUE;
        List<Footprint> page;
        do {
          page = footprints.list(ani, new Choice(box, null, null, before, limit));
          page.forEach(footprint -> pages.add(footprint.id()));
          before = page.isEmpty() ? 0 : page.get(page.size() - 1).id();
        } while (page.size() == limit);
        assertThat(pages).isEqualTo(all);
      }
    }
  }

  @Test
  void onesOwnIsDeletedOnce() {
    long id = leave(ani, Visibility.EVERYONE, null).id();
    assertThatThrownBy(() -> footprints.delete(budi, id)).isInstanceOf(RefusedException.class);
    assertThat(seen(budi, null, null, "")).containsExactly(id);
    footprints.delete(ani, id);
    assertThat(seen(ani, null, null, "")).isEmpty();
    assertThatThrownBy(() -> footprints.delete(ani, id))
        .hasMessageStartingWith("id: " + id + " is no footprint of yours");
  }

  @Test
  void areasPeopleAndGroupsAreFoundByTheirIndexes() {
    database.execute(
        """
        INSERT INTO messenger_user (name, verifier)
        SELECT 'user' || n, 'none' FROM generate_series(1, 1000) n;
        INSERT INTO footprint (user_id, text, latitude, longitude, visibility)
        SELECT u.id, 'x', -90 + (n * 37 + u.id % 5000) % 18000 / 100.0, -180 + (n * 53 + u.id % 5000 * 7) % 36000 / 100.0,
          CASE n % 2 WHEN 0 THEN 'everyone' ELSE 'friends' END
        FROM generate_series(1, 50) n, messenger_user u;
        ANALYZE messenger_user;
        ANALYZE footprint
        """);
    List<String> names = List.of("viewer", "before", "limit");
    String[] values = {ani.id().toString(), Long.toString(Long.MAX_VALUE), "101"};
    assertThat(Plans.of(database, "community/latest-footprints", names, values))
        .contains("footprint_user", "footprint_everyone", "footprint_circle")
        .doesNotContain("Seq Scan");
    assertThat(
            plan(
                "footprints-in-box",
                List.of("west", "south", "east", "north", "second_west", "second_east"),
                "110.3",
                "-7.9",
                "110.5",
                "-7.7",
                "1000",
                "1000"))
        .contains("footprint_place")
        .doesNotContain("Seq Scan");
    assertThat(plan("footprints-of-person", List.of("author"), budi.id().toString()))
        .contains("footprint_user")
        .doesNotContain("Seq Scan");
    assertThat(plan("footprints-in-group", List.of("circle_id"), "1000000000"))
        .contains("footprint_circle")
        .doesNotContain("Seq Scan");
  }

  private static String plan(String condition, List<String> names, String... values) {
    List<String> allNames = new ArrayList<>(List.of("viewer", "before", "limit"));
    allNames.addAll(names);
    List<String> allValues = new ArrayList<>(List.of("1000000000", "9223372036854775807", "101"));
    allValues.addAll(List.of(values));
    String sql =
        Sql.named("community/list-footprints")
            .replace("<conditions>", Sql.named("community/" + condition));
    return Plans.of(database, sql, condition, allNames, allValues.toArray(String[]::new));
  }
}
