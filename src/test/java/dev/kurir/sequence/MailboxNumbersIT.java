package dev.kurir.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.database.Transaction;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxNumbersIT {
  private static TestDatabase database;
  private final PinnedClock clock = new PinnedClock("2026-03-01T10:00:00Z");
  private final List<Process> processes = new ArrayList<>();

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.start();
    database.execute(
        """
        CREATE TABLE fetched (at bigint GENERATED ALWAYS AS IDENTITY);
        CREATE FUNCTION fetched() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN INSERT INTO fetched DEFAULT VALUES; RETURN NULL; END';
        CREATE TRIGGER fetched AFTER INSERT ON mailbox FOR EACH STATEMENT EXECUTE FUNCTION fetched();
        CREATE TABLE letter (id bigint GENERATED ALWAYS AS IDENTITY, mailbox bigint, number bigint);
        """);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void clear() {
    database.execute("TRUNCATE mailbox, fetched, letter; UPDATE lane_holder SET holder = NULL");
  }

  @AfterEach
  void stopProcesses() {
    processes.forEach(Process::close);
  }

  private Process process() {
    return process(MailboxNumbers.BOUND);
  }

  private Process process(int bound) {
    Process process = new Process(database, clock, bound);
    processes.add(process);
    return process;
  }

  private static long statements() {
    return database.number("SELECT count(*) FROM fetched");
  }

  /** What nobody has taken begins here. */
  private static long free(long mailbox) {
    return database.number("SELECT next FROM mailbox WHERE id = " + mailbox);
  }

  @Test
  void eachMailboxCountsFromOneWithoutGaps() throws SQLException {
    Process process = process();
    Random random = new Random(7);
    long[] expected = new long[100];
    for (int i = 0; i < 300; i++) {
      long[] mailboxes = random.longs(50, 1, expected.length).toArray();
      long[] numbers = process.append(mailboxes);
      for (int j = 0; j < mailboxes.length; j++) {
        assertThat(numbers[j]).isEqualTo(++expected[(int) mailboxes[j]]);
      }
    }
  }

  @Test
  void aStopLeavesNoGap() throws SQLException {
    Process first = process();
    first.append(1, 2, 2, -3);
    first.close();

    assertThat(database.rows("SELECT id, next FROM mailbox ORDER BY id"))
        .containsExactly("-3|2", "1|2", "2|3");
    assertThat(process().append(2, 1, -3)).containsExactly(3, 2, 2);
  }

  @Test
  void aCrashLeavesAGapAndNeverARepeat() throws SQLException {
    process().append(5, 5, 5);

    assertThat(process().append(5)).containsExactly(9);
  }

  @Test
  void aRollBackLeavesAGapAndNeverARepeat() throws SQLException {
    Process process = process();
    process.append(5);
    process.appendInVain(5, 5);

    assertThat(process.append(5)).containsExactly(4);
  }

  @Test
  void nodesThatTakeTurnsKeepTheOrderOfCommits() throws SQLException {
    List<Process> nodes = List.of(process(), process());
    long last = 0;
    for (int i = 0; i < 100; i++) {
      for (long number : nodes.get(i % 2).append(5, 5, 5)) {
        assertThat(number).isGreaterThan(last);
        last = number;
      }
    }
  }

  /** The holder is written in the transaction, so it stays who it was when that fails. */
  @Test
  void aNodeThatFailedToBecomeTheHolderTakesNewNumbers() throws SQLException {
    Process one = process();
    Process other = process();
    long before = one.append(5)[0];
    other.appendInVain(5);
    long meanwhile = one.append(5)[0];
    long after = other.append(5)[0];

    assertThat(List.of(before, meanwhile, after)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatAFormerHolderGivesBackIsNotTakenFromTheNewOne() throws SQLException {
    Process one = process();
    Process other = process();
    one.append(5);
    long last = other.append(5)[0];
    one.close();

    assertThat(free(5)).isGreaterThan(last);
    assertThat(other.append(5)[0]).isGreaterThan(last);
  }

  @Test
  void aHotMailboxGetsWhatABatchNeeds() throws SQLException {
    assertThat(process().append(LongStream.generate(() -> 5).limit(5_000).toArray()))
        .containsExactly(LongStream.rangeClosed(1, 5_000).toArray());
    assertThat(statements()).isLessThanOrEqualTo(2);
  }

  @Test
  void firstTouchOfManyMailboxesIsFewStatements() throws SQLException {
    long[] mailboxes = LongStream.rangeClosed(1, 10_000).toArray();

    assertThat(process().append(mailboxes)).containsOnly(1);
    assertThat(statements()).isLessThanOrEqualTo(6);
  }

  @Test
  void aHotMailboxTakesLargerSegments() throws SQLException {
    Process process = process();
    for (int i = 0; i < 200_000; i++) {
      process.numbers.take(new int[] {5}, new long[] {5});
    }
    assertThat(statements()).isLessThan(30);
  }

  @Test
  void aMailboxThatGrowsQuietTakesSmallSegmentsAgain() throws SQLException {
    Process process = process();
    for (int i = 0; i < 2_000; i++) {
      process.append(5);
    }
    assertThat(free(5)).isGreaterThan(2_000 + 3 * LaneSegments.FIRST_STEP);
    for (int i = 0; i < 6_000; i++) {
      clock.advance(Duration.ofSeconds(20));
      process.numbers.take(new int[] {5}, new long[] {5});
    }
    assertThat(free(5)).isLessThanOrEqualTo(8_001 + 3 * LaneSegments.FIRST_STEP);
  }

  @Test
  void theNextSegmentIsThereBeforeTheLastEnds() throws SQLException {
    Process process = process();
    process.append(5);
    long inTheFirst = free(5) - 1;
    for (int i = 1; i < inTheFirst - 1; i++) {
      process.append(5);
    }
    await().untilAsserted(() -> assertThat(free(5)).isGreaterThan(inTheFirst + 1));
  }

  @Test
  void memoryIsBoundedAndWhatIsLetGoIsGivenBack() throws SQLException {
    Process process = process(200);
    long[] all = LongStream.rangeClosed(1, 3_000).toArray();
    for (int from = 0; from < all.length; from += 50) {
      assertThat(process.append(Arrays.copyOfRange(all, from, from + 50))).containsOnly(1);
    }
    assertThat(process.numbers.held()).isLessThan(500);
    for (int from = 0; from < all.length; from += 50) {
      assertThat(process.append(Arrays.copyOfRange(all, from, from + 50))).containsOnly(2);
    }
    process.close();
    assertThat(database.rows("SELECT DISTINCT next FROM mailbox")).containsExactly("3");
  }

  @Test
  void aBatchMayBeLargerThanTheBound() throws SQLException {
    assertThat(process(10).append(LongStream.rangeClosed(1, 5_000).toArray())).containsOnly(1);
  }

  @Test
  void aDatabaseThatIsAwayFailsTheCallAndTheNextGoesOn() throws SQLException {
    Process process = process();
    process.append(5, 6);
    database.goAway();
    try {
      assertThatThrownBy(() -> process.numbers.take(new int[] {7}, new long[] {7}))
          .isInstanceOf(SQLException.class)
          .hasMessageStartingWith("mailbox numbers: can't be fetched");
      assertThatThrownBy(() -> process.numbers.take(new int[] {7}, new long[] {7}))
          .isInstanceOf(SQLException.class);
      assertThat(process.numbers.take(new int[] {5}, new long[] {5})).containsExactly(2);
    } finally {
      database.comeBack();
    }
    assertThat(process.append(7, 5)).containsExactly(1, 3);
  }

  @Test
  void aBrokenConnectionIsReplaced() throws SQLException {
    Process process = process();
    process.append(5);
    database.cutAndForget();

    assertThat(process.append(LongStream.generate(() -> 5).limit(50).toArray())).isSorted();
  }

  @Test
  void nobodyGetsNumbersAfterTheEnd() {
    Process process = process();
    process.close();

    assertThatThrownBy(() -> process.append(5)).hasMessage("mailbox numbers: closed");
  }

  /** As many threads as the pool has connections: nobody may need a second one. */
  @Test
  void manyThreadsOfTwoNodesGetUniqueNumbersInTheOrderOfCommits() throws Exception {
    List<Process> nodes = List.of(process(64), process(64));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ends.add(threads.submit(writer(nodes.get(i % 2), i)));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    threads.shutdown();

    assertThat(database.number("SELECT count(*) FROM letter")).isEqualTo(8 * 60 * 40);
    assertThat(
            database.rows(
                """
                SELECT * FROM (
                  SELECT id, mailbox, number, lag(number) OVER (PARTITION BY mailbox ORDER BY id) AS before
                  FROM letter) l
                WHERE number <= before
                """))
        .isEmpty();
  }

  private static Callable<Void> writer(Process node, int seed) {
    Random random = new Random(seed);
    return () -> {
      for (int i = 0; i < 60; i++) {
        int lane = random.nextInt(4);
        int outboxes = random.nextInt(3); // one, the other, both
        long[] mailboxes =
            random
                .longs(40, 0, 30)
                .map(m -> outboxes == 2 ? m : m / 2 * 2 + outboxes)
                .map(m -> 16 * (m + 1) + lane)
                .toArray();
        Transaction.in(database.pool(), connection -> write(connection, node, mailboxes));
      }
      return null;
    };
  }

  private static long[] write(Connection connection, Process node, long[] mailboxes)
      throws SQLException {
    long[] numbers = node.within(connection, mailboxes);
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO letter (mailbox, number) SELECT * FROM unnest(?::bigint[], ?::bigint[])")) {
      statement.setObject(1, mailboxes);
      statement.setObject(2, numbers);
      statement.executeUpdate();
    }
    return numbers;
  }

  @Test
  void threadsWithoutLocksGetUniqueNumbersToo() throws Exception {
    Process process = new Process(database, Clock.systemUTC(), MailboxNumbers.BOUND);
    processes.add(process);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<List<Long>> taker =
        () -> {
          List<Long> taken = new ArrayList<>();
          for (int i = 0; i < 20_000; i++) {
            taken.add(process.numbers.take(new int[] {5}, new long[] {5})[0]);
          }
          return taken;
        };
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> part : threads.invokeAll(List.of(taker, taker, taker, taker))) {
      assertThat(part.get()).isSorted();
      all.addAll(part.get());
    }
    threads.shutdown();

    assertThat(all.stream().sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 80_000).boxed().toList());
  }
}
