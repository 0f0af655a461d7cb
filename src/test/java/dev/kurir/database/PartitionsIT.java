package dev.kurir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PartitionsIT {
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void aDayHasAPartitionOfEveryTableAndIsMadeOnce() {
    database.execute("SELECT add_day('2030-05-06'), add_day('2030-05-06')");

    assertThat(partitions("20300506"))
        .containsExactly(
            "attempt",
            "inbox_control",
            "inbox_line",
            "inbox_telegram",
            "inbox_udp",
            "inbox_xmpp",
            "outbox_control",
            "outbox_line",
            "outbox_telegram",
            "outbox_udp",
            "outbox_xmpp",
            "receipt");
  }

  @Test
  void aNewNetworkHasItsTables() {
    database.execute("SELECT add_network('irc'), add_network('irc')");
    try {
      database.execute("SELECT add_day('2030-06-01')");
      assertThat(partitions("20300601")).contains("inbox_irc", "outbox_irc");
    } finally {
      database.execute("DROP TABLE inbox_irc, outbox_irc; DELETE FROM network WHERE name = 'irc'");
    }
  }

  /** And so nobody who writes waits for it. */
  @Test
  @Timeout(60)
  void aDayAndANetworkAreAddedWhileOthersReadAndWrite() throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE inbox, outbox, receipt, attempt IN ROW EXCLUSIVE MODE");
      try {
        database.execute("SET lock_timeout = '5s'; SELECT add_day('2030-07-01')");
        database.execute("SET lock_timeout = '5s'; SELECT add_network('beside')");
        assertThat(partitions("20300701")).contains("inbox_line", "receipt");
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
        database.execute(
            "DROP TABLE inbox_beside, outbox_beside; DELETE FROM network WHERE name = 'beside'");
      }
    }
  }

  @Test
  void todayAndTomorrowAreMadeBeforeTheyAreNeeded() throws SQLException {
    PinnedClock clock = new PinnedClock("2031-01-01T23:59:59Z");
    Days days = new Days(database.pool(), clock);

    assertThat(days.today()).isEqualTo(LocalDate.of(2031, 1, 1));
    assertThat(partitions("20310102")).contains("receipt");
    clock.advance(Duration.ofSeconds(1));
    assertThat(days.today()).isEqualTo(LocalDate.of(2031, 1, 2));
    clock.advance(Duration.ofSeconds(-2));
    assertThat(days.today()).isEqualTo(LocalDate.of(2031, 1, 2));
    clock.advance(Duration.ofDays(5));
    days.prepare();
    assertThat(partitions("20310106")).contains("receipt");
    assertThat(partitions("20310107")).contains("receipt");
  }

  @Test
  @Timeout(30)
  void midnightPassesWithinATransactionThatHasWritten() throws SQLException {
    PinnedClock clock = new PinnedClock("2032-01-01T23:59:59Z");
    Days days = new Days(database.pool(), clock);
    days.prepare();
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE receipt IN ROW EXCLUSIVE MODE");
      clock.advance(Duration.ofSeconds(1));
      assertThat(days.today()).isEqualTo(LocalDate.of(2032, 1, 2));
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void manyMayMakeTheSameDay() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<LocalDate>> calls =
          Stream.generate(() -> new Days(database.pool(), new PinnedClock("2033-01-01T00:00:00Z")))
              .limit(4)
              .<Callable<LocalDate>>map(days -> days::today)
              .toList();
      for (Future<LocalDate> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(LocalDate.of(2033, 1, 1));
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothingBehind() {
    for (Throwable failure :
        List.of(
            new SQLException("x"), new IllegalStateException("x"), new StackOverflowError("x"))) {
      assertThatThrownBy(
              () ->
                  Transaction.in(
                      database.pool(),
                      connection -> {
                        try (Statement statement = connection.createStatement()) {
                          statement.execute("INSERT INTO network VALUES ('half')");
                        }
                        if (failure instanceof SQLException e) {
                          throw e;
                        } else if (failure instanceof RuntimeException e) {
                          throw e;
                        }
                        throw (Error) failure;
                      }))
          .isSameAs(failure);
      assertThat(database.number("SELECT count(*) FROM network WHERE name = 'half'")).isZero();
    }
  }

  private static List<String> partitions(String day) {
    return database.rows(
        "SELECT replace(relname, '_%s', '') FROM pg_class WHERE relname LIKE '%%\\_%s' AND relkind = 'r' ORDER BY 1"
            .formatted(day, day));
  }
}
