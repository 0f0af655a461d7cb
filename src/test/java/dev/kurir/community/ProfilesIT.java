package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.community.Profiles.Given;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesIT {
  private static TestDatabase database;
  private final Neighbours people = new Neighbours(database);
  private final Profiles profiles = new Profiles(database.pool());

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
  }

  @Test
  void aPersonIsShownByNameAndABotIsNobody() {
    Person ani = people.person("ani", "Ani Lestari");
    people.bot("tokobunga");
    Profile shown = profiles.require("ani");
    assertThat(shown.person()).isEqualTo(ani);
    assertThat(shown.displayName()).isEqualTo("Ani Lestari");
    assertThat(shown.about()).isNull();
    assertThat(shown.registeredAt()).isNotNull();
    assertThat(profiles.find("tokobunga")).isEmpty();
    assertThatThrownBy(() -> profiles.require("nobody"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("user: nobody does not exist (expected: a person's name)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ani      | ani anita zoe",
        "ANI      | ani anita zoe",
        "anit     | anita",
        "Ani L    | zoe",
        "ani l    | zoe",
        "ös       | bud",
        "ÖS       | bud",
        "_        | ''",
        "%        | percent",
        "%a       | ''",
        "100%     | hundred",
        "100_     | ''",
        "a_b      | a_b",
        "a\\      | back",
        "🌷       | flower",
        "x        | ''",
      })
  void whatIsSearchedForIsHowANameOrDisplayNameBegins(String search, String found) {
    people.person("ani");
    people.person("anita", "Budi");
    people.person("zoe", "Ani Lestari");
    people.person("bud", "Östen");
    people.person("percent", "% is a sign");
    people.person("hundred", "100% sure");
    people.person("a_b");
    people.person("axb");
    people.person("back", "a\\b");
    people.person("flower", "🌷 Tulip");
    people.bot("anibot");
    assertThat(names(search, "", 100))
        .containsExactly(found.isEmpty() ? new String[0] : found.split(" "));
  }

  @Test
  void aNamesakeOfTheirOwnIsFoundOnce() {
    people.person("ani", "Ani");
    assertThat(names("ani", "", 100)).containsExactly("ani");
  }

  @Test
  void pagesGoOnAfterANameAndMissNobody() {
    List<String> expected = new ArrayList<>();
    for (String name : List.of("a-b", "a.b", "a0", "a_b", "aa", "ab", "a", "a-", "zz", "zy")) {
      people.person(name, name.startsWith("z") ? "A " + name : "Other");
      expected.add(name);
    }
    expected.sort(null);
    for (int limit = 1; limit <= 3; limit++) {
      List<String> seen = new ArrayList<>();
      String after = "";
      for (List<String> page = names("a", after, limit);
          !page.isEmpty();
          page = names("a", after, limit)) {
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        seen.addAll(page);
        after = seen.get(seen.size() - 1);
      }
      assertThat(seen).isEqualTo(expected);
    }
    assertThat(names("", "", 100)).isEqualTo(expected);
  }

  @Test
  void aSearchUsesBothIndexes() {
    database.execute(
        """
        INSERT INTO messenger_user (name, verifier, display_name)
        SELECT 'user' || n, 'none', 'Person ' || n FROM generate_series(1, 20000) n;
        ANALYZE messenger_user
        """);
    String plan =
        Plans.of(
            database,
            "community/search-profiles",
            List.of("search", "last", "after", "limit"),
            "'user77'",
            "U&'\\+10FFFF'",
            "''",
            "101");
    assertThat(plan)
        .contains("messenger_user_prefix", "messenger_user_display")
        .doesNotContain("Seq Scan");
    assertThat(names("user77", "", 200)).hasSize(111);
    assertThat(names("PERSON 77", "", 200)).hasSize(111);
  }

  private List<String> names(String search, String after, int limit) {
    return profiles.search(search, after, limit).stream().map(p -> p.person().name()).toList();
  }

  @Test
  void whatIsGivenIsChangedAndNullClearsIt() {
    Person ani = people.person("ani", "Ani");
    record Step(Given name, Given about, String nameThen, String aboutThen) {}
    for (Step step :
        List.of(
            new Step(null, null, "Ani", null),
            new Step(null, new Given("baker\nin Sleman"), "Ani", "baker\nin Sleman"),
            new Step(new Given("Ani L"), null, "Ani L", "baker\nin Sleman"),
            new Step(new Given(null), null, null, "baker\nin Sleman"),
            new Step(new Given("🌷".repeat(64)), new Given(""), "🌷".repeat(64), null),
            new Step(new Given(null), new Given(null), null, null))) {
      Profile changed = profiles.change(ani, step.name, step.about);
      assertThat(changed.displayName()).isEqualTo(step.nameThen);
      assertThat(changed.about()).isEqualTo(step.aboutThen);
      assertThat(profiles.require("ani")).isEqualTo(changed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u0000b", "a\u001bb", "\ud83c"})
  void aDisplayNameThatCannotBeShownIsRefused(String name) {
    Person ani = people.person("ani");
    assertThatThrownBy(() -> profiles.change(ani, new Given(name), null))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("displayName: ");
    assertThat(profiles.require("ani").displayName()).isNull();
  }

  @Test
  void whatIsTooLongIsRefused() {
    Person ani = people.person("ani");
    assertThatThrownBy(() -> profiles.change(ani, new Given("a".repeat(65)), null))
        .hasMessage("displayName: 65 characters (expected: 1 to 64 characters, not only spaces)");
    assertThatThrownBy(() -> profiles.change(ani, null, new Given("a".repeat(501))))
        .hasMessageStartingWith("about: 501 characters");
  }

  @Test
  void whoIsGoneChangesNothing() {
    Person ani = people.person("ani");
    people.clear();
    assertThatThrownBy(() -> profiles.change(ani, new Given("Ani"), null))
        .isInstanceOf(RefusedException.class);
  }
}
