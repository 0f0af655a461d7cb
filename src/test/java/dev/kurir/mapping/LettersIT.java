package dev.kurir.mapping;

import static dev.kurir.mapping.Town.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.community.Neighbours;
import dev.kurir.community.Person;
import dev.kurir.message.BotId;
import dev.kurir.message.Lane;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.People;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LettersIT {
  private static TestDatabase database;

  @TempDir Path directory;
  private final PinnedClock clock = new PinnedClock("2026-03-01T12:00:00Z");
  private final Neighbours neighbours = new Neighbours(database);
  private Town town;
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
  void open() throws Exception {
    neighbours.clear();
    database.clear();
    ani = neighbours.person("ani");
    budi = neighbours.person("budi");
    citra = neighbours.person("citra");
    dewi = neighbours.person("dewi");
    town = new Town(database, clock, directory, (network, bot, address) -> Optional.empty());
  }

  @AfterEach
  void close() throws IOException {
    town.close();
  }

  // to one

  @Test
  void aLetterComesIntoTheMailboxOfWhomItIsFor() throws Exception {
    town.writes(budi.id(), "ani", List.of("hai", "apa kabar?"));
    town.mapNew(UDP);

    assertThat(mailbox(budi.id())).containsExactly("ani hai", "ani apa kabar?");
    assertThat(all()).isEqualTo(2);
    assertThat(
            database.rows(
                "SELECT DISTINCT o.ledger, o.network, o.owner_id, o.lane, i.text FROM outbox o JOIN inbox i ON i.id = o.source_id WHERE i.text = 'hai'"))
        .containsExactly("udp|udp|" + budi.id() + "|" + Lane.of(budi.id()).number() + "|hai");
  }

  @Test
  void whatSomebodyWritesWhoIsBlockedBecomesNothing() throws Exception {
    neighbours.blocks(budi, ani);
    town.writes(budi.id(), "ani", List.of("hai"));
    town.writes(budi.id(), "citra", List.of("halo"));
    town.writes(ani.id(), "budi", List.of("who blocks may write"));
    town.mapNew(UDP);

    assertThat(mailbox(budi.id())).containsExactly("citra halo");
    assertThat(mailbox(ani.id())).containsExactly("budi who blocks may write");
    database.execute("DELETE FROM blocked");
    town.writes(budi.id(), "ani", List.of("again"));
    town.mapNew(UDP);
    assertThat(mailbox(budi.id())).containsExactly("citra halo", "ani again");
  }

  @Test
  void anOwnersBotIsNeverBlocked() throws Exception {
    neighbours.bot("tokobunga");
    database.execute(
        "INSERT INTO blocked (user_id, other) SELECT %s, id FROM messenger_user WHERE bot"
            .formatted(budi.id()));
    town.writes(budi.id(), "tokobunga", List.of("hai"));
    town.writes(budi.id(), "bot-of-no-name", List.of("hai"));
    town.mapNew(UDP);

    assertThat(mailbox(budi.id())).containsExactly("tokobunga hai", "bot-of-no-name hai");
  }

  @Test
  void whatIsForSomebodyWhoIsGoneBecomesNothing() throws Exception {
    town.writes(budi.id(), "ani", List.of("hai"));
    neighbours.remove(budi);
    town.mapNew(UDP);

    assertThat(all()).isZero();
    assertWorkedOff();
  }

  // to several

  @Test
  void eachOtherMemberGetsACopyAndTheHistoryOne() throws Exception {
    OwnerId circle = neighbours.circle("arisan", false, ani, budi, citra);
    town.writes(circle, "budi", List.of("besok jam 5"));
    town.mapNew(UDP);

    assertThat(mailbox(ani.id())).containsExactly("#arisan/budi besok jam 5");
    assertThat(mailbox(citra.id())).containsExactly("#arisan/budi besok jam 5");
    assertThat(mailbox(budi.id())).isEmpty();
    assertThat(mailbox(dewi.id())).isEmpty();
    assertThat(mailbox(circle)).containsExactly("budi besok jam 5");
    assertThat(
            database.rows(
                "SELECT owner_id, lane, number > 0, source_id = (SELECT id FROM inbox) FROM outbox WHERE conversation = -"
                    + circle))
        .containsExactly(circle + "|" + Lane.of(circle).number() + "|t|t");
  }

  @Test
  void aGroupOfOneHasAHistory() throws Exception {
    OwnerId circle = neighbours.circle("arisan", false, ani);
    town.writes(circle, "ani", List.of("sendiri"));
    town.mapNew(UDP);

    assertThat(mailbox(circle)).containsExactly("ani sendiri");
    assertThat(all()).isEqualTo(1);
  }

  @Test
  void whoIsNoMemberAnyMoreSaysNothing() throws Exception {
    OwnerId circle = neighbours.circle("arisan", false, ani, budi, citra);
    neighbours.bot("tokobunga");
    town.writes(circle, "budi", List.of("one"));
    town.mapNew(UDP);
    town.writes(circle, "budi", List.of("two"));
    town.writes(circle, "dewi", List.of("a stranger"));
    town.writes(circle, "tokobunga", List.of("a bot"));
    town.writes(circle, "citra", List.of("three"));
    database.execute("DELETE FROM circle_member WHERE user_id = " + budi.id());
    town.mapNew(UDP);

    assertThat(mailbox(circle)).containsExactly("budi one", "citra three");
    assertThat(mailbox(ani.id())).containsExactly("#arisan/budi one", "#arisan/citra three");
    assertThat(mailbox(budi.id())).isEmpty();
    assertWorkedOff();
  }

  @Test
  void whatIsForACircleThatWasDissolvedBecomesNothing() throws Exception {
    OwnerId circle = neighbours.circle("pasar", true, ani, budi);
    town.writes(circle, "ani", List.of("one"));
    town.mapNew(UDP);
    database.execute("DELETE FROM circle");
    town.writes(circle, "ani", List.of("two"));
    town.writes(budi.id(), "ani", List.of("hai"));
    town.mapNew(UDP);

    assertThat(mailbox(budi.id())).containsExactly("#pasar/ani one", "ani hai");
    assertThat(mailbox(circle)).containsExactly("ani one");
    assertWorkedOff();
  }

  @Test
  void aBlockHoldsBackLettersOnly() throws Exception {
    OwnerId circle = neighbours.circle("arisan", false, ani, budi);
    neighbours.blocks(budi, ani);
    town.writes(circle, "ani", List.of("to all"));
    town.mapNew(UDP);

    assertThat(mailbox(budi.id())).containsExactly("#arisan/ani to all");
  }

  @Test
  void orderHoldsInEveryMailbox() throws Exception {
    OwnerId circle = neighbours.circle("pasar", true, ani, budi, citra);
    List<String> texts = texts("t", 100);
    for (int i = 0; i < texts.size(); i++) {
      town.writes(circle, i % 2 == 0 ? "ani" : "budi", List.of(texts.get(i)));
      if (i % 7 == 0) {
        town.mapNew(UDP);
      }
    }
    town.mapNew(UDP);

    assertThat(said(mailbox(citra.id()))).isEqualTo(texts);
    assertThat(said(mailbox(circle))).isEqualTo(texts);
    assertThat(
            database.number(
                "SELECT count(DISTINCT number) FROM outbox WHERE conversation = -" + citra.id()))
        .isEqualTo(100);
  }

  @Test
  void whatIsTooMuchForATransactionGoesInSeveral() throws Exception {
    neighbours.people("guest", 1_999);
    OwnerId circle = neighbours.circle("pasar", true, ani);
    neighbours.comeIn(circle, "guest");
    town.mapNew(UDP);
    List<String> texts = texts("t", 23);
    town.writes(circle, "ani", texts);
    LaneBatch first = Objects.requireNonNull(town.engine.take("udp"));
    LaneBatch translated = town.engine.translate(first);
    assertThat(first.messages()).hasSize(23);
    assertThat(translated.messages()).hasSize(5);
    assertThat(translated.drafts()).hasSize(10_000);
    town.engine.store(translated);
    town.engine.release(first);
    town.writes(circle, "guest7", List.of("later"));

    assertThat(town.engine.waits("udp")).isTrue();
    assertThat(town.mapNew(UDP)).isBetween(4, 6);
    texts = new ArrayList<>(texts);
    texts.add("later");
    assertThat(said(mailbox(circle))).isEqualTo(texts);
    assertThat(all()).isEqualTo(24 * 2_000);
    assertThat(
            database.number(
                "SELECT count(*) FROM (SELECT conversation FROM outbox GROUP BY 1 HAVING array_agg(source_id ORDER BY number) <> array_agg(source_id ORDER BY source_id)) AS m"))
        .isZero();
    town.writes(circle, "ani", List.of("from memory"));
    database.execute("DELETE FROM inbox WHERE text = 'from memory'");
    town.mapNew(UDP);
    assertThat(said(mailbox(circle))).last().isEqualTo("from memory");
  }

  @Test
  void whatIsForOneIsNotHeldUpByALargeRoomOfAnotherLane() throws Exception {
    neighbours.people("guest", 6_000);
    OwnerId circle = neighbours.circle("pasar", true, ani);
    while (Lane.of(circle).equals(Lane.of(budi.id()))) {
      circle = neighbours.circle("pasar" + circle, true, ani);
    }
    neighbours.comeIn(circle, "guest");
    town.writes(circle, "ani", texts("t", 5));
    town.writes(budi.id(), "citra", texts("hai", 5));
    LaneBatch batch = town.engine.translate(Objects.requireNonNull(town.engine.take("udp")));
    town.engine.store(batch);
    town.engine.release(batch);

    assertThat(said(mailbox(circle))).isEqualTo(texts("t", 1));
    assertThat(said(mailbox(budi.id()))).isEqualTo(texts("hai", 5));
    town.mapNew(UDP);
    assertThat(said(mailbox(circle))).isEqualTo(texts("t", 5));
    assertThat(mailbox(budi.id())).hasSize(5);
  }

  @Test
  void ofTwoEnginesWithTheSameLettersOneStores() throws Exception {
    neighbours.people("guest", 1_999);
    OwnerId circle = neighbours.circle("pasar", true, ani);
    neighbours.comeIn(circle, "guest");
    MappingEngine other = town.newEngine();
    town.writes(circle, "ani", texts("t", 13));
    other.lookEverywhere("udp");
    LaneBatch one = Objects.requireNonNull(town.engine.take("udp"));
    LaneBatch two = Objects.requireNonNull(other.take("udp"));
    LaneBatch mine = town.engine.translate(one);
    LaneBatch theirs = other.translate(two);
    other.store(theirs);
    town.engine.store(mine);
    other.release(two);
    town.engine.release(one);
    assertThat(mailbox(circle)).hasSize(5);
    town.mapNew(UDP);

    assertThat(said(mailbox(circle))).isEqualTo(texts("t", 13));
    assertThat(all()).isEqualTo(13 * 2_000);
  }

  @Test
  void lettersAndWhatPartnersWriteToABotGoInOneBatch() throws Exception {
    People people = new People(database);
    OwnerId sari = people.owner("sari");
    people.pair(sari, people.bot(sari, "line", "master"), "Usari");
    BotId bot = people.bot(sari, "udp", "partner");
    town.writes(UDP, bot, "ani", "to the bot");
    town.writes(budi.id(), "ani", List.of("to budi"));
    town.mapNew(UDP);

    assertThat(mailbox(budi.id())).containsExactly("ani to budi");
    assertThat(mailbox(sari)).containsExactly("udp\nani\nto the bot");
  }

  private static List<String> texts(String prefix, int many) {
    return IntStream.range(0, many).mapToObj(i -> prefix + i).toList();
  }

  private static List<String> said(List<String> letters) {
    return letters.stream().map(letter -> letter.substring(letter.indexOf(' ') + 1)).toList();
  }

  private static List<String> mailbox(OwnerId owner) {
    return database.rows(
        "SELECT text FROM outbox WHERE conversation = -%s ORDER BY number".formatted(owner));
  }

  private static long all() {
    return database.number("SELECT count(*) FROM outbox");
  }

  /** Nothing is left in any lane. */
  private static void assertWorkedOff() {
    assertThat(
            database.number(
                "SELECT count(*) FROM inbox i JOIN inbox_cursor c ON c.network = i.network AND c.lane = i.lane AND c.node = i.node WHERE i.id > c.id"))
        .isZero();
  }
}
