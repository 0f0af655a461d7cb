package dev.kurir.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.chaos.JournalDisk;
import dev.kurir.database.Days;
import dev.kurir.database.Node;
import dev.kurir.journal.Journal;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OutOfSpaceException;
import dev.kurir.message.OwnerId;
import dev.kurir.metrics.Meters;
import dev.kurir.owner.People;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxIT {
  private static TestDatabase database;

  @TempDir Path directory;
  private final PinnedClock clock = new PinnedClock("2026-03-01T23:00:00Z");
  private final People people = new People(database);
  private final List<String> told = new ArrayList<>();
  private final List<Boolean> completes = new ArrayList<>();
  private Journal journal;
  private Node node;
  private Inbox inbox;
  private OwnerId sari;
  private BotId bot;

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
    database.clear();
    sari = people.owner("sari");
    bot = people.bot(sari, "telegram", "partner");
    journal = Journal.open(directory.resolve("journal"), 1 << 20, clock);
    node = Node.join(database.pool(), directory);
    inbox = inbox();
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void everyColumnOfAMessageIsStored() throws Exception {
    accept(
        new Arrival(
            new NetworkName("telegram"),
            bot,
            new NetworkMessageId("77"),
            new Address("4711"),
            "darmaastawan",
            "Darma Astawan",
            "sticker",
            "[sticker] \0 ☕",
            new NetworkMessageId("76"),
            Instant.parse("2026-03-01T22:59:58Z"),
            Instant.parse("2026-03-01T22:59:59Z"),
            Map.of("replyToken", "x")));
    storeAll();

    assertThat(
            database.rows(
                "SELECT ledger, network, day, lane, owner_id, bot_id, network_message_id, sender, user_name, display_name, kind, text, quotes, hints, extract(epoch FROM sent_at)::int % 60, extract(epoch FROM received_at)::int % 60, extract(epoch FROM stored_at)::int % 60 FROM inbox"))
        .containsExactly(
            "telegram|telegram|2026-03-01|%d|%s|%s|77|4711|darmaastawan|Darma Astawan|sticker|[sticker] \uFFFD ☕|76|{\"replyToken\":\"x\"}|58|59|0"
                .formatted(sari.value() % 16, sari, bot));
    assertThat(told).containsExactly("telegram " + sari.value() % 16);
  }

  /** Another node can't see this one's journal. */
  @Test
  void amongOthersAMessageIsAcknowledgedWhenItIsStored() throws Exception {
    inbox.workAmongOthers();
    storeAll();
    var first = inbox.accept(List.of(message("1"))).toCompletableFuture();
    await().until(() -> journal.end().offset() > 0);
    assertThat(first).isNotDone();
    storeAll();
    first.get(30, TimeUnit.SECONDS);
  }

  @Test
  void amongOthersTheJournalIsEnoughWhileTheDatabaseIsAway() throws Exception {
    inbox.workAmongOthers();
    inbox.accept(List.of(message("1"))).toCompletableFuture().get(30, TimeUnit.SECONDS);
    inbox.accept(List.of(message("2"))).toCompletableFuture().get(30, TimeUnit.SECONDS);

    storeAll();
    assertThat(stored()).containsExactly("1", "2");
  }

  @Test
  void aRedeliveryInTheSameBatchGivesOneRow() throws Exception {
    accept(message("1"), message("2"), message("1"));

    assertThat(inbox.store().rows()).isEqualTo(2);
    assertThat(stored()).containsExactly("1", "2");
  }

  @Test
  void aRedeliveryInALaterBatchGivesOneRow() throws Exception {
    accept(message("1"));
    storeAll();
    accept(message("1"), message("2"));

    assertThat(inbox.store().rows()).isEqualTo(1);
    assertThat(stored()).containsExactly("1", "2");
  }

  @Test
  void aRedeliveryOfWhatHasLeftForTheArchiveGivesNoRow() throws Exception {
    inbox.expectAnyDay();
    accept(message("1"));
    storeAll();
    database.execute(
        "INSERT INTO arrival_seen SELECT ledger, bot_id, network_message_id, day FROM inbox;"
            + " DELETE FROM inbox");
    accept(message("1"), message("2"));

    assertThat(inbox.store().rows()).isEqualTo(1);
    assertThat(stored()).containsExactly("2");
    database.execute("TRUNCATE arrival_seen");
  }

  /** A real disk that is full, under PostgreSQL: a table's home is a small file system. */
  @Test
  void whileTheDatabasesDiskIsFullNothingIsTakenAndThenItGoesOn() throws Exception {
    Path home = Files.createDirectory(directory.resolve("disk"));
    try (JournalDisk disk = JournalDisk.mount(home, 8)) {
      assumeTrue(disk.missing() == null, disk.missing());
      Path tables = Files.createDirectory(home.resolve("tables"));
      accept(message("1"));
      storeAll();
      database.execute("CREATE TABLESPACE small LOCATION '" + tables + "'");
      String table =
          database
              .rows("SELECT tableoid::regclass FROM inbox WHERE network_message_id = '1'")
              .get(0);
      database.execute("ALTER TABLE " + table + " SET TABLESPACE small");
      disk.fill();
      for (int i = 0; i < 300; i++) {
        accept(message("filling " + i));
      }
      assertThatThrownBy(this::storeAll)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("No space left");
      assertThatThrownBy(() -> accept(message("refused")))
          .hasCauseInstanceOf(OutOfSpaceException.class);

      disk.empty();
      storeAll();
      accept(message("2"));
      storeAll();

      assertThat(stored()).hasSize(302).contains("1", "filling 0", "filling 299", "2");
      database.execute("ALTER TABLE " + table + " SET TABLESPACE pg_default");
      database.execute("DROP TABLESPACE small");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT50M", "PT48H"})
  void aRedeliveryOnTheNextDayWithTheSameTimeOfSendingGivesOneRow(Duration ahead) throws Exception {
    Instant sentAt = clock.instant().plus(ahead);
    accept(dated(message("1"), sentAt));
    storeAll();
    clock.advance(Duration.ofDays(1));
    accept(dated(message("1"), sentAt));
    storeAll();

    assertThat(stored()).containsExactly("1");
  }

  @Test
  void aRedeliveryOnTheNextDaysGivesOneRow() throws Exception {
    accept(message("1"));
    storeAll();
    for (int day = 0; day < 3; day++) {
      clock.advance(Duration.ofDays(1));
      accept(message("1"), message("on day " + day));
      storeAll();
    }

    assertThat(stored()).containsExactly("1", "on day 0", "on day 1", "on day 2");
    assertThat(database.rows("SELECT DISTINCT day FROM inbox ORDER BY day"))
        .containsExactly("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04");
  }

  @Test
  void theSameIdForAnotherBotIsAnotherMessage() throws Exception {
    BotId other = people.bot(sari, "telegram", "partner");
    accept(message("1"), message(other, "1", "hai"));
    storeAll();

    assertThat(stored()).containsExactly("1", "1");
  }

  @Test
  void idsAreInTheOrderOfArrival() throws Exception {
    List<String> ids = IntStream.range(0, 1_700).mapToObj(Integer::toString).toList();
    for (int from = 0; from < 1_700; from += 100) {
      accept(ids.subList(from, from + 100).stream().map(this::message).toArray(Arrival[]::new));
    }
    storeAll();

    assertThat(stored()).isEqualTo(ids);
  }

  @Test
  void anotherInboxOfTheNodeGoesOnBehindWhatIsCommitted() throws Exception {
    accept(message("1"), message("2"));
    storeAll();
    accept(message("3"));
    inbox = inbox();

    assertThat(inbox.store().rows()).isEqualTo(1);
    assertThat(stored()).containsExactly("1", "2", "3");
  }

  @Test
  void aBatchWhosePositionWasNotSavedIsNotStoredTwice() throws Exception {
    accept(message("1"), message("2"));
    storeAll();
    database.execute("UPDATE node SET segment = 0, byte_offset = 0");
    inbox = inbox();

    assertThat(inbox.store().rows()).isZero();
    assertThat(stored()).containsExactly("1", "2");
  }

  @Test
  void whatIsAcceptedWhileTheDatabaseIsAwayIsStoredWhenItIsBack() throws Exception {
    accept(message("1"));
    storeAll();
    database.goAway();
    try {
      accept(message("2"), message("3"));
      assertThatThrownBy(() -> inbox.store()).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> inbox.store()).isInstanceOf(SQLException.class);
    } finally {
      database.comeBack();
    }
    storeAll();

    assertThat(stored()).containsExactly("1", "2", "3");
  }

  @Test
  void killedConnectionsLoseAndRepeatNothing() throws Exception {
    List<String> ids = IntStream.range(0, 3_000).mapToObj(Integer::toString).toList();
    accept(ids.stream().map(this::message).toArray(Arrival[]::new));
    Thread killer =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                database.cut();
              }
            });
    killer.start();
    int failures = 0;
    for (boolean more = true; more; ) {
      try {
        more = inbox.store().more();
      } catch (SQLException e) {
        if (++failures > 20) {
          killer.interrupt();
          killer.join();
        }
      }
    }
    killer.interrupt();
    killer.join();

    assertThat(stored()).isEqualTo(ids);
  }

  @Test
  void pairingCodesAndCommandsToAMasterBotAreNoTransactions() throws Exception {
    BotId master = people.bot(sari, "line", "master");
    accept(
        message(master, "1", "/help"),
        message(master, "2", " code-SARI "),
        message(master, "3", "Telegram darma halo"),
        message(bot, "4", "/help"),
        message(bot, "5", "CODE-sari"));
    storeAll();

    assertThat(database.rows("SELECT network_message_id, ledger, network FROM inbox ORDER BY id"))
        .containsExactly(
            "1|control|line",
            "2|control|line",
            "3|line|line",
            "4|telegram|telegram",
            "5|telegram|telegram");
  }

  @Test
  void aNewPairingCodeIsRecognisedAtOnce() throws Exception {
    BotId first = people.bot(sari, "line", "master");
    BotId second = people.bot(sari, "line", "master");
    people.pair(sari, first, "U1");
    accept(message(second, "1", "hai"));
    storeAll();
    people.remove(first, "FRESH");
    accept(message(second, "2", "FRESH"));
    storeAll();

    assertThat(database.rows("SELECT ledger FROM inbox ORDER BY id"))
        .containsExactly("line", "control");
  }

  @Test
  void aMessageForABotThatNobodyHasHoldsNothingUp() throws Exception {
    accept(message("1"), message(new BotId(999), "2", "hai"), message("3"));
    storeAll();

    assertThat(stored()).containsExactly("1", "3");
    assertThat(inbox.store().more()).isFalse();
  }

  @Test
  void aTimeThatNoCalendarHasHoldsNothingUp() throws Exception {
    Arrival claimed = message("2");
    accept(
        message("1"),
        new Arrival(
            claimed.network(),
            claimed.bot(),
            claimed.networkMessageId(),
            claimed.sender(),
            null,
            null,
            "text",
            "from the future",
            null,
            Instant.parse("+999999-01-01T00:00:00Z"),
            claimed.receivedAt(),
            Map.of()),
        message("3"));
    storeAll();

    assertThat(
            database.rows(
                "SELECT network_message_id, sent_at = received_at FROM inbox ORDER BY id"))
        .containsExactly("1|t", "2|t", "3|t");
  }

  @Test
  void aMessageThatPostgresCannotTakeIsKeptAsideAndHoldsNothingUp() throws Exception {
    accept(message("1"), message("two\0"), message("3"), message("3"));
    storeAll();

    assertThat(stored()).containsExactly("1", "3");
    assertThat(Files.readString(directory.resolve("journal/rejected.txt")))
        .contains("\"nid\":\"two\\u0000\"");
    accept(message("4"));
    storeAll();
    assertThat(stored()).containsExactly("1", "3", "4");
  }

  @Test
  void aReplayStoresWhatIsMissingOfEveryDayAndLeavesOutWhatPostgresCannotTake() throws Exception {
    database.execute("UPDATE bot SET created_at = '2026-01-01'"); // before the test's clock
    accept(message("1"), message("two\0"), message("3"));
    storeAll();
    clock.advance(Duration.ofDays(3));
    accept(message("4"), message("5"));
    storeAll();
    database.execute("DELETE FROM inbox WHERE network_message_id IN ('3', '5')");
    Elsewhere five =
        (names, since) ->
            names.stream()
                .filter(name -> name.id().equals("5"))
                .collect(Collectors.toUnmodifiableSet());

    Rebuilding.Rebuilt rebuilt =
        new Rebuilding(inbox, journal.reader(), five).rebuild(Instant.EPOCH, null);

    assertThat(rebuilt.stored()).isOne();
    assertThat(rebuilt.known()).isEqualTo(3);
    assertThat(rebuilt.left()).isOne();
    assertThat(rebuilt.next()).isNull();
    assertThat(stored()).containsExactly("1", "4", "3");
    accept(message("6"));
    storeAll();
    assertThat(stored()).as("how far the journal is stored has stayed").contains("6");
  }

  /** The rows may be there without an answer: who maps from memory has to look. */
  @Test
  void aReplayThatFailsSaysThatItMayHaveStored() throws Exception {
    database.execute("UPDATE bot SET created_at = '2026-01-01'");
    accept(message("1"));
    storeAll();
    completes.clear();
    Elsewhere away =
        (names, since) -> {
          throw new SQLException("the passive database is away", "08006");
        };
    Rebuilding rebuilding = new Rebuilding(inbox, journal.reader(), away);

    assertThatThrownBy(() -> rebuilding.rebuild(Instant.EPOCH, null))
        .isInstanceOf(SQLException.class);

    assertThat(completes).containsExactly(false);
  }

  @Test
  void aJournalThatBeginsAnewIsReadFromItsBeginning() throws Exception {
    for (int i = 0; i < 3; i++) {
      accept(message("" + i));
      storeAll();
    }
    journal.close();
    journal = Journal.open(directory.resolve("another"), 1 << 20, clock);
    inbox = inbox();
    storeAll();
    accept(message("new"));
    storeAll();

    assertThat(stored()).contains("new");
  }

  @Test
  void storedSegmentsAreRemovedWhenTheirTimeIsOver() throws Exception {
    accept(message("1"));
    storeAll();
    journal.close();
    journal = Journal.open(directory.resolve("journal"), 1 << 20, clock);
    inbox = inbox();
    accept(message("2"));
    storeAll();
    inbox.forget();
    assertThat(segments()).isEqualTo(2);
    assertThat(directory.resolve("journal/000000000001.jsonl.gz")).exists();
    assertThat(directory.resolve("journal/000000000001.jsonl")).doesNotExist();

    clock.advance(Duration.ofDays(20_000));
    inbox.forget();

    assertThat(segments()).isEqualTo(1);
  }

  private long segments() throws IOException {
    try (var files = Files.list(directory.resolve("journal"))) {
      return files.count();
    }
  }

  private Inbox inbox() {
    return new Inbox(
        journal,
        database.pool(),
        node,
        new Days(database.pool(), clock),
        clock,
        Duration.ofDays(7),
        new Meters(new SimpleMeterRegistry()),
        (messages, complete) -> {
          completes.add(complete);
          messages.stream()
              .map(message -> message.network() + " " + message.lane().number())
              .distinct()
              .forEach(told::add);
        });
  }

  private static Arrival dated(Arrival a, Instant sentAt) {
    return new Arrival(
        a.network(),
        a.bot(),
        a.networkMessageId(),
        a.sender(),
        a.userName(),
        a.displayName(),
        a.kind(),
        a.text(),
        a.quotes(),
        sentAt,
        a.receivedAt(),
        a.hints());
  }

  private void accept(Arrival... arrivals) {
    inbox.accept(List.of(arrivals)).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void storeAll() throws SQLException, IOException {
    while (inbox.store().more()) {}
  }

  private List<String> stored() {
    return database.rows("SELECT network_message_id FROM inbox ORDER BY id");
  }

  private Arrival message(String id) {
    return message(bot, id, "hai");
  }

  private Arrival message(BotId to, String id, String text) {
    String network =
        to.equals(bot) || to.value() == 999
            ? "telegram"
            : database.rows("SELECT network FROM bot WHERE id = " + to).get(0);
    return new Arrival(
        new NetworkName(network),
        to,
        new NetworkMessageId(id),
        new Address("4711"),
        null,
        null,
        "text",
        text,
        null,
        clock.instant(),
        clock.instant(),
        Map.of());
  }
}
