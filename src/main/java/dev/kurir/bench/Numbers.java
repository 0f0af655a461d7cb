package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import dev.kurir.database.Database;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.Lane;
import dev.kurir.sequence.MailboxNumbers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Numbers a second over 10,000 mailboxes, taken in batches as the outbox takes them, against one
 * UPDATE a number.
 */
final class Numbers implements Mode {
  private static final int MAILBOXES = 10_000;
  private static final int BATCH = 500;
  private static final int THREADS = 2;
  private static final int CLIENTS = 4;
  private static final int RUN_S = 3;
  private static final Duration WAIT = Duration.ofSeconds(15);

  @Override
  public String name() {
    return "numbers";
  }

  /** Takes some numbers and says how many. */
  private interface Taking {
    int take(Random random) throws SQLException;
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Specimen specimen = laboratory.start();
    try (Database database = Database.open("bench", specimen.database(), "sql/active", 8, WAIT);
        MailboxNumbers numbers = MailboxNumbers.open(database, Clock.systemUTC())) {
      laboratory.server().execute("bench/plain-mailboxes", specimen.database());
      hold(database, numbers);
      Alternation.Side kurir = () -> rate(THREADS, random -> batch(numbers, random));
      laboratory.plan().told().accept("warming up");
      kurir.measure();
      Alternation alternation =
          laboratory.alternation().against("UPDATE", () -> plain(database)).run("rate", kurir);
      return List.of(
          Figure.of(
              "numbers over " + MAILBOXES + " mailboxes, against an UPDATE each",
              "numbers/s",
              alternation.pairs("UPDATE", "rate"),
              Goal.atLeast(200, 500)));
    } finally {
      laboratory.stop(specimen);
    }
  }

  /** Whoever takes numbers of a lane holds it; nobody else takes any here. */
  private static void hold(Database database, MailboxNumbers numbers) throws SQLException {
    Transaction.in(
        database.pool(),
        connection -> {
          int[] lanes = IntStream.range(0, Lane.COUNT).toArray();
          numbers.hold(connection, lanes, lanes);
          return true;
        });
  }

  private static int batch(MailboxNumbers numbers, Random random) throws SQLException {
    long[] mailboxes = random.longs(BATCH, 1, MAILBOXES + 1L).toArray();
    int[] lanes = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      lanes[i] = (int) (mailboxes[i] % Lane.COUNT);
    }
    return numbers.take(lanes, mailboxes).length;
  }

  private static Map<String, Double> plain(Database database) throws Exception {
    List<Connection> connections = new ArrayList<>();
    List<PreparedStatement> statements = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        connections.add(database.connect());
        statements.add(connections.get(i).prepareStatement(Sql.named("bench/plain-number")));
      }
      ThreadLocal<PreparedStatement> own =
          ThreadLocal.withInitial(
              () -> {
                synchronized (statements) {
                  return statements.remove(0);
                }
              });
      return rate(
          CLIENTS,
          random -> {
            own.get().setLong(1, 1 + random.nextInt(MAILBOXES));
            own.get().executeQuery().close();
            return 1;
          });
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static Map<String, Double> rate(int threads, Taking taking) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long begun = System.nanoTime();
    long end = begun + Duration.ofSeconds(RUN_S).toNanos();
    try {
      List<Callable<Long>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Random random = new Random(i);
        all.add(
            () -> {
              long taken = 0;
              while (System.nanoTime() < end) {
                taken += taking.take(random);
              }
              return taken;
            });
      }
      long taken = 0;
      for (Future<Long> one : pool.invokeAll(all)) {
        taken += one.get();
      }
      return Map.of("rate", taken * 1e9 / (System.nanoTime() - begun));
    } finally {
      pool.shutdownNow();
    }
  }
}
