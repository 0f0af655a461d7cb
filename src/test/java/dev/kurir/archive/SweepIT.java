package dev.kurir.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.owner.TestDatabase;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sweep moves, what stays, and that it continues whatever ended the one before. */
class SweepIT {
  private static final ArchiveSettings MONTH = after(Duration.ofDays(30));
  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
  private static final LocalDate OLD = TODAY.minusDays(40);

  private TestDatabase test;
  private TwoDatabases databases;

  private static ArchiveSettings after(Duration after) {
    return new ArchiveSettings(after, Map.of(), Optional.empty());
  }

  @BeforeEach
  void start() {
    test = TestDatabase.start();
    test.database().createBeside("kurir.passive.url", test.address().beside("_passive"));
    databases =
        new TwoDatabases(test.database(), test.address(), test.address().beside("_passive"));
    databases.passive.pool();
    databases.people();
  }

  @AfterEach
  void stop() {
    databases.close();
    test.close();
  }

  @Test
  void wholeDaysLeaveWithTheSameContent() throws Exception {
    databases.fill(OLD, 3_000);
    databases.fill(TODAY.minusDays(35), 100);
    databases.fill(TODAY.minusDays(29), 100);
    List<String> before = databases.everything();

    long moved = databases.sweep(MONTH, step -> {});

    assertThat(moved).isGreaterThan(3 * 3_100);
    assertThat(databases.passive("SELECT sum(rows)::text FROM move"))
        .containsExactly(Long.toString(moved));
    assertThat(databases.everything()).isEqualTo(before);
    assertThat(databases.active("SELECT count(*) FROM inbox WHERE day < current_date - 30"))
        .containsExactly("0");
    assertThat(databases.days("receipt"))
        .noneMatch(day -> day.endsWith(OLD.toString().replace("-", "")));
    assertThat(databases.passive("SELECT count(*) FROM outbox")).containsExactly("3100");
    assertThat(databases.passive("SELECT count(*) FROM move WHERE done_at IS NULL OR part"))
        .containsExactly("0");
    assertThat(
            databases.passive(
                "SELECT sum(rows)::text FROM move WHERE relation = 'inbox_telegram' AND bytes > 0"))
        .containsExactly("3100");
  }

  @Test
  void whatHasNoEndStaysUntilItHas() throws Exception {
    databases.fill(OLD, 300);
    databases.onActive(
        "DELETE FROM receipt WHERE outbox_id IN (SELECT id FROM outbox ORDER BY id LIMIT 2);"
            + " UPDATE inbox_cursor SET id = id - 301");
    List<String> before = databases.everything();
    List<String> open = databases.active("SELECT id FROM outbox ORDER BY id LIMIT 2");
    String lastInbox = databases.active("SELECT max(id) FROM inbox").get(0);

    databases.sweep(MONTH, step -> {});

    assertThat(databases.everything()).isEqualTo(before);
    assertThat(databases.active("SELECT id FROM outbox ORDER BY id")).isEqualTo(open);
    assertThat(databases.active("SELECT max(id) FROM inbox")).containsExactly(lastInbox);
    assertThat(databases.active("SELECT count(*) FROM receipt")).containsExactly("0");

    databases.onActive(
        "INSERT INTO receipt (outbox_id, day, owner_id, state, attempts, settled_at)"
            + " SELECT id, day, 1, 'delivered', 1, now() FROM outbox;"
            + " UPDATE inbox_cursor SET id = id + 301");
    before = databases.everything();
    databases.sweep(MONTH, step -> {});

    assertThat(databases.everything()).isEqualTo(before);
    assertThat(databases.active("SELECT count(*) FROM inbox")).containsExactly("0");
    assertThat(databases.active("SELECT count(*) FROM outbox")).containsExactly("0");
    assertThat(databases.active("SELECT count(*) FROM receipt")).containsExactly("0");
    assertThat(databases.days("outbox"))
        .noneMatch(day -> day.endsWith(OLD.toString().replace("-", "")));
  }

  @Test
  void aNetworkMayKeepItsMessagesLonger() throws Exception {
    databases.fill(OLD, 60);
    List<String> before = databases.everything();
    ArchiveSettings longer =
        new ArchiveSettings(
            Duration.ofDays(30), Map.of("line", Duration.ofDays(90)), Optional.empty());

    databases.sweep(longer, step -> {});

    assertThat(databases.everything()).isEqualTo(before);
    assertThat(databases.active("SELECT count(*) FROM inbox")).containsExactly("0");
    assertThat(databases.active("SELECT count(*) FROM outbox")).containsExactly("60");
    assertThat(databases.active("SELECT count(*) FROM receipt"))
        .as("with its message")
        .containsExactly("60");
  }

  @Test
  void underADayMessagesOfTodayLeaveAndAreKnownWhenTheyAreDeliveredAgain() throws Exception {
    databases.fill(TODAY.minusDays(1), 50); // no later than now, whatever the time
    List<String> before = databases.everything();

    databases.sweep(after(Duration.ofMillis(1)), step -> {});

    assertThat(databases.everything()).isEqualTo(before);
    assertThat(databases.active("SELECT count(*) FROM inbox")).containsExactly("0");
    assertThat(databases.active("SELECT count(*) FROM arrival_seen")).containsExactly("50");
    assertThat(databases.days("inbox_telegram"))
        .as("a table that may be written to stays")
        .isNotEmpty();
  }

  @Test
  void whatIsKeptLongEnoughEnds() throws Exception {
    databases.fill(OLD, 30);
    databases.fill(TODAY.minusDays(100), 30);
    ArchiveSettings keeping =
        new ArchiveSettings(Duration.ofDays(30), Map.of(), Optional.of(Duration.ofDays(60)));

    databases.sweep(keeping, step -> {});

    assertThat(databases.passive("SELECT DISTINCT day::text FROM inbox"))
        .containsExactly(OLD.toString());
    assertThat(databases.passive("SELECT DISTINCT day::text FROM receipt"))
        .containsExactly(OLD.toString());
  }

  @Test
  void anOperatorLetsItRest() throws Exception {
    databases.fill(OLD, 30);
    databases.onActive("UPDATE archive SET paused_at = now()");
    String begun = "SELECT (begun_at IS NOT NULL)::text FROM archive";

    assertThatThrownBy(() -> databases.sweep(MONTH, step -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("paused");

    assertThat(databases.active("SELECT count(*) FROM inbox")).containsExactly("30");
    assertThat(databases.active(begun))
        .as("the passive one is not asked yet")
        .containsExactly("false");
    databases.onActive("UPDATE archive SET paused_at = NULL");
    databases.sweep(MONTH, step -> {});
    assertThat(databases.active(begun)).containsExactly("true");
  }

  /** As if the process had been killed: both connections break in the middle. */
  private static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void theNextSweepContinuesAWholeDay(Step last) throws Exception {
    databases.fill(OLD, 200);
    continues(last);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"COPYING"},
      mode = EnumSource.Mode.EXCLUDE)
  void theNextSweepContinuesAPart(Step last) throws Exception {
    databases.fill(OLD, 200);
    databases.onActive(
        "DELETE FROM receipt WHERE outbox_id = (SELECT max(id) FROM outbox);"
            + " UPDATE inbox_cursor SET id = id - 201");
    continues(last);
  }

  private void continues(Step last) throws Exception {
    List<String> before = databases.everything();

    assertThatThrownBy(
            () ->
                databases.sweep(
                    MONTH,
                    step -> {
                      if (step == last) {
                        throw new KilledException();
                      }
                    }))
        .isInstanceOf(KilledException.class);
    assertThat(databases.everything()).as("in one of them at least").containsAll(before);
    databases.sweep(MONTH, step -> {});

    assertThat(databases.everything()).as("in one of them, once").isEqualTo(before);
    assertThat(databases.passive("SELECT count(*) FROM move WHERE done_at IS NULL"))
        .containsExactly("0");
    assertThat(databases.passive("SELECT sum(rows)::text FROM move"))
        .as("the ledger counts each once")
        .isEqualTo(
            databases.passive(
                "SELECT ((SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)"
                    + " + (SELECT count(*) FROM receipt) + (SELECT count(*) FROM attempt))::text"));
  }
}
