package dev.kurir.outbox;

import static dev.kurir.outbox.Post.LINE;
import static dev.kurir.outbox.Post.TELEGRAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.People;
import dev.kurir.owner.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes on one database, one of which stands still for a while: it is simply not called. */
@Timeout(120)
class FrozenFlushIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static TestDatabase database;

  private final Clock clock = Clock.systemUTC();
  private final People people = new People(database);
  private final List<Post> posts = new ArrayList<>();
  private OwnerId sari;
  private ContactId darma;
  private ContactId budi;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void people() {
    database.clear();
    sari = people.owner("sari");
    people.pair(sari, people.bot(sari, "line", "master"), "Usari");
    BotId telegram = people.bot(sari, "telegram", "partner");
    darma = people.contact(sari, telegram, new Address("darma"));
    budi = people.contact(sari, telegram, new Address("budi"));
  }

  @AfterEach
  void close() {
    posts.forEach(Post::stop);
  }

  private Post post() {
    Post post = Post.ofACluster(database, clock);
    posts.add(post);
    return post;
  }

  /** As Telegram, which cannot tell whether it has a message. */
  private static Outcome honest(Dispatch dispatch) {
    return dispatch.repeated()
        ? new Outcome.Uncertain("sent before")
        : new Outcome.Delivered(List.of());
  }

  @Test
  void aFrozenNodeLosesItsLocksAndHandsOverNothingWhenItWakes() throws SQLException {
    Post frozen = post();
    Post other = post();
    other.telegram.script("darma", FrozenFlushIT::honest);
    frozen.round();
    frozen.write(TELEGRAM, sari, darma, "1", "2");
    frozen.write(TELEGRAM, sari, budi, "3");
    frozen.tell(sari, "a", "b", "c", "d", "e", "f");
    await()
        .until(
            () -> {
              frozen.round();
              return frozen.underWay() == 2; // one of Telegram, one of LINE
            });
    assertThat(frozen.outbox.flushes(TELEGRAM)).isTrue();
    int handed = frozen.telegram.handed.size() + frozen.line.handed.size();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              other.outbox.touch();
              other.tick();
              assertThat(other.telegram.handed).isNotEmpty();
              assertThat(other.line.handed).isNotEmpty();
            });
    assertThat(frozen.outbox.flushes(TELEGRAM)).isFalse();
    assertThat(frozen.outbox.flushes(LINE)).isFalse();
    other.tick();

    frozen.end(); // what was under way ends now
    assertThatThrownBy(() -> frozen.round(TELEGRAM)).isInstanceOf(SQLException.class);
    frozen.outbox.touch();
    for (int i = 0; i < 3; i++) {
      frozen.tick();
      other.outbox.touch();
    }
    assertThat(frozen.telegram.handed.size() + frozen.line.handed.size()).isEqualTo(handed);
    assertThat(other.telegram.shown("darma")).containsExactly("2");
    assertThat(other.telegram.shown("budi")).containsExactly("3");
    assertThat(other.line.shown("Usari")).startsWith("a", "b", "c", "d", "e", "f").hasSize(7);
    assertThat(
            database.rows("SELECT count(*), state FROM receipt GROUP BY state ORDER BY state DESC"))
        .containsExactly("1|uncertain", "9|delivered");
  }

  @Test
  void aNodeThatIsTouchedKeepsItsLocks() throws SQLException {
    Post busy = post();
    busy.round();
    long begun = System.nanoTime();

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              busy.outbox.touch();
              assertThat(busy.outbox.flushes(TELEGRAM)).isTrue();
              return System.nanoTime() - begun > Duration.ofSeconds(6).toNanos();
            });
    busy.write(TELEGRAM, sari, darma, "1");
    await()
        .untilAsserted(
            () -> {
              busy.tick();
              assertThat(busy.telegram.shown("darma")).containsExactly("1");
            });
  }
}
