package dev.kurir.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.database.Days;
import dev.kurir.database.Transaction;
import dev.kurir.message.ContactId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import dev.kurir.sequence.MailboxNumbers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outbox messages are numbered by conversation in the order of their ids. */
class NumberedOutboxIT {
  private static final NetworkName LINE = new NetworkName("line");
  private TestDatabase database;
  private final List<MailboxNumbers> nodes = new ArrayList<>();

  @BeforeEach
  void start() {
    database = TestDatabase.start();
  }

  @AfterEach
  void stop() {
    nodes.forEach(MailboxNumbers::close);
    database.close();
  }

  private OutboxWriter node() {
    MailboxNumbers numbers = MailboxNumbers.open(database.database(), Clock.systemUTC());
    nodes.add(numbers);
    return new OutboxWriter(
        new Days(database.pool(), Clock.systemUTC()), numbers, Clock.systemUTC());
  }

  private static Draft draft(int owner, int contact, @Nullable MessageId retryOf) {
    return draft(LINE, owner, contact, retryOf);
  }

  private static Draft draft(
      NetworkName network, int owner, int contact, @Nullable MessageId retryOf) {
    OwnerId id = new OwnerId(owner);
    return new Draft(
        network,
        false,
        id,
        contact == 0
            ? ConversationId.masterOf(id)
            : ConversationId.with(new ContactId(100L * owner + contact)),
        null,
        null,
        retryOf,
        "halo");
  }

  private List<OutboxWriter.Appended> append(OutboxWriter writer, List<Draft> drafts)
      throws SQLException {
    return Transaction.in(database.pool(), connection -> writer.append(connection, drafts));
  }

  @Test
  void aConversationIsNumberedFromOneAcrossBatches() throws SQLException {
    OutboxWriter writer = node();
    append(writer, List.of(draft(1, 1, null), draft(1, 0, null), draft(1, 1, null)));
    append(writer, List.of(draft(2, 1, null), draft(1, 1, null), draft(1, 0, null)));

    assertThat(database.rows("SELECT conversation, number FROM outbox ORDER BY id"))
        .containsExactly("101|1", "-1|1", "101|2", "201|1", "101|3", "-1|2");
  }

  @Test
  void aRepeatThatIsLeftOutTakesNoNumber() throws SQLException {
    OutboxWriter writer = node();
    MessageId first = append(writer, List.of(draft(1, 1, null))).get(0).id();
    append(writer, List.of(draft(1, 1, first)));
    assertThat(append(writer, List.of(draft(1, 1, first), draft(1, 1, null)))).hasSize(1);

    assertThat(database.rows("SELECT number FROM outbox ORDER BY id"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void eachMessageKnowsTheOneBeforeItInItsLane() throws SQLException {
    OutboxWriter writer = node();
    OutboxWriter.Appended first = append(writer, List.of(draft(1, 1, null))).get(0);
    OutboxWriter.Appended second = append(writer, List.of(draft(17, 1, null))).get(0);
    OutboxWriter.Appended elsewhere = append(writer, List.of(draft(2, 1, null))).get(0);

    assertThat(first.before()).isEmpty();
    assertThat(second.follows(first.id().value())).isTrue();
    assertThat(elsewhere.before()).isEmpty();
  }

  @Test
  void afterAnotherProcessHasWrittenTheOneBeforeIsUnknown() throws SQLException {
    OutboxWriter writer = node();
    append(writer, List.of(draft(1, 1, null)));
    append(node(), List.of(draft(1, 1, null)));
    OutboxWriter.Appended third = append(writer, List.of(draft(1, 1, null))).get(0);
    OutboxWriter.Appended fourth = append(writer, List.of(draft(1, 1, null))).get(0);

    assertThat(third.before()).isEmpty();
    assertThat(fourth.follows(third.id().value())).isTrue();
  }

  @Test
  void aMessageThatWasRolledBackIsTheOneBeforeNone() throws SQLException {
    OutboxWriter writer = node();
    OutboxWriter.Appended first = append(writer, List.of(draft(1, 1, null))).get(0);
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      writer.append(connection, List.of(draft(1, 1, null)));
      connection.rollback();
    }
    OutboxWriter.Appended third = append(writer, List.of(draft(1, 1, null))).get(0);

    assertThat(third.follows(first.id().value())).isFalse();
  }

  @Test
  @Timeout(60)
  void aBatchForOneNetworkHoldsUpNoOther() throws Exception {
    OutboxWriter writer = node();
    append(writer, List.of(draft(1, 1, null))); // it is the lane's holder
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      writer.append(connection, List.of(draft(1, 1, null)));

      Draft other = draft(new NetworkName("telegram"), 1, 2, null);
      List<OutboxWriter.Appended> meanwhile = append(writer, List.of(other));

      assertThat(meanwhile).hasSize(1);
      connection.commit();
    }
    assertThat(database.rows("SELECT conversation, number FROM outbox ORDER BY id"))
        .containsExactly("101|1", "101|2", "102|1");
  }

  @Test
  void manyWritersOfTwoNodesNumberInTheOrderOfIds() throws Exception {
    List<OutboxWriter> writers = List.of(node(), node());
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ends.add(threads.submit(writing(writers.get(i % 2), i)));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    threads.shutdown();

    assertThat(database.number("SELECT count(*) FROM outbox")).isEqualTo(6 * 40 * 25);
    assertThat(
            database.rows(
                """
                SELECT * FROM (
                  SELECT id, conversation, number,
                    lag(number) OVER (PARTITION BY conversation ORDER BY id) AS before
                  FROM outbox) o
                WHERE number <= before
                """))
        .isEmpty();
  }

  /** Batches of one owner, and of several as notices are. */
  private Callable<Void> writing(OutboxWriter writer, int seed) {
    Random random = new Random(seed);
    return () -> {
      for (int i = 0; i < 40; i++) {
        int owner = 1 + random.nextInt(20);
        List<Draft> drafts = new ArrayList<>();
        for (int j = 0; j < 25; j++) {
          drafts.add(
              draft(seed % 3 == 0 ? 1 + random.nextInt(20) : owner, random.nextInt(4), null));
        }
        append(writer, drafts);
      }
      return null;
    };
  }
}
