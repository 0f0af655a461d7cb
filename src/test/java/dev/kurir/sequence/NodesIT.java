package dev.kurir.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.owner.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Several nodes number the same mailboxes, crash, stop and fail as chance has it. */
class NodesIT {
  private static final int NODES = 3;
  private static final int MAILBOXES = 40;
  private static TestDatabase database;
  private static long used;

  /** What a node does next. */
  private enum Deed {
    APPEND,
    APPEND_IN_VAIN,
    CRASH,
    STOP,
    /** A process that was thought dead gives back what it had. */
    WAKE
  }

  private record Turn(int node, Deed deed, List<Integer> mailboxes) {}

  @BeforeContainer
  static void start() {
    database = TestDatabase.start();
  }

  @AfterContainer
  static void stop() {
    database.close();
  }

  @Property(tries = 40)
  void numbersAreUniqueAndInTheOrderOfCommits(@ForAll("turns") List<Turn> turns)
      throws SQLException {
    long first = used += MAILBOXES;
    Map<Long, Long> last = new HashMap<>();
    List<Process> nodes = new ArrayList<>();
    List<Process> crashed = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(newProcess());
    }
    for (Turn turn : turns) {
      Process node = nodes.get(turn.node);
      long[] mailboxes = turn.mailboxes.stream().mapToLong(m -> first + m).toArray();
      switch (turn.deed) {
        case APPEND -> {
          long[] numbers = node.append(mailboxes);
          for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i])
                .as("mailbox %s of %s", mailboxes[i], turns)
                .isGreaterThan(last.getOrDefault(mailboxes[i], 0L));
            last.put(mailboxes[i], numbers[i]);
          }
        }
        case APPEND_IN_VAIN -> node.appendInVain(mailboxes);
        case CRASH -> {
          crashed.add(node);
          nodes.set(turn.node, newProcess());
        }
        case STOP -> {
          node.close();
          nodes.set(turn.node, newProcess());
        }
        case WAKE -> {
          crashed.forEach(Process::close);
          crashed.clear();
        }
      }
    }
    nodes.forEach(Process::close);
    crashed.forEach(Process::close);
  }

  private static Process newProcess() {
    return new Process(database, java.time.Clock.systemUTC(), 16);
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    Arbitrary<Deed> deeds =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(30, Deed.APPEND),
            net.jqwik.api.Tuple.of(4, Deed.APPEND_IN_VAIN),
            net.jqwik.api.Tuple.of(2, Deed.CRASH),
            net.jqwik.api.Tuple.of(2, Deed.STOP),
            net.jqwik.api.Tuple.of(1, Deed.WAKE));
    Arbitrary<List<Integer>> mailboxes =
        Arbitraries.oneOf(
                Arbitraries.integers().between(1, MAILBOXES), Arbitraries.integers().between(1, 3))
            .list()
            .ofMinSize(1)
            .ofMaxSize(30);
    return Combinators.combine(Arbitraries.integers().between(0, NODES - 1), deeds, mailboxes)
        .as(Turn::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(60);
  }
}
