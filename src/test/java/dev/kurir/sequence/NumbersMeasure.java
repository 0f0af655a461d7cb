package dev.kurir.sequence;

import dev.kurir.owner.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Prints how many numbers a second the allocator gives over 10,000 mailboxes at random, against one
 * UPDATE a number, alternating in one run, and what 1,000,000 mailboxes cost. Run it as a main
 * class; it takes about two minutes.
 */
final class NumbersMeasure {
  private static final int MAILBOXES = 10_000;
  private static final int BATCH = 500;
  private static final int PAIRS = 5;
  private static final long RUN_NS = TimeUnit.SECONDS.toNanos(2);
  private final TestDatabase database = TestDatabase.start();

  /** Takes some numbers, again and again; yields how many. */
  private interface Taking {
    int once(Random random) throws SQLException;
  }

  public static void main(String[] arguments) throws Exception {
    NumbersMeasure measure = new NumbersMeasure();
    try {
      if (arguments.length == 0) measure.speed();
      measure.million();
    } finally {
      measure.database.close();
    }
  }

  private void speed() throws Exception {
    database.execute("INSERT INTO mailbox SELECT generate_series(1, 10000), 1");
    database.execute(
        "CREATE TABLE counter (id bigint PRIMARY KEY, next bigint) WITH (fillfactor = 80)");
    database.execute("INSERT INTO counter SELECT id, 1 FROM mailbox; ANALYZE");
    try (Process process = new Process(database)) {
      Taking batch = random -> taken(process, random, BATCH);
      Taking single = random -> taken(process, random, 1);
      Taking transaction =
          random ->
              process.append(random.longs(BATCH, 0, 625).map(m -> 16 * m + 1).toArray()).length;
      for (int threads : new int[] {1, 2}) {
        run(threads, batch);
        List<List<Double>> rates = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
          rates.add(
              List.of(
                  updates(threads),
                  run(threads, batch),
                  updates(threads),
                  run(threads, single),
                  run(threads, transaction)));
        }
        double update = median(rates, 0);
        say("%d threads: one UPDATE a number %,.0f/s", threads, update);
        say("  batches of %d %,.0f/s = %,.0fx", BATCH, median(rates, 1), median(rates, 1) / update);
        say("  single %,.0f/s = %,.0fx", median(rates, 3), median(rates, 3) / update);
        say(
            "  a transaction of lock, hold, take %d %,.0f/s = %,.0fx",
            BATCH, median(rates, 4), median(rates, 4) / update);
      }
    }
  }

  private static int taken(Process process, Random random, int count) throws SQLException {
    long[] mailboxes = new long[count];
    int[] lanes = new int[count];
    for (int i = 0; i < count; i++) {
      int mailbox = 1 + random.nextInt(MAILBOXES);
      mailboxes[i] = mailbox;
      lanes[i] = mailbox & 15;
    }
    return process.numbers.take(lanes, mailboxes).length;
  }

  private double updates(int threads) throws Exception {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      connections.add(database.database().connect());
    }
    ThreadLocal<Connection> mine = ThreadLocal.withInitial(() -> take(connections));
    double rate =
        run(
            threads,
            random -> {
              try (var update =
                  mine.get()
                      .prepareStatement(
                          "UPDATE counter SET next = next + 1 WHERE id = ? RETURNING next - 1")) {
                update.setLong(1, 1 + random.nextInt(MAILBOXES));
                update.executeQuery().close();
                return 1;
              }
            });
    return rate;
  }

  private static synchronized Connection take(List<Connection> connections) {
    return connections.remove(0);
  }

  private static double run(int threads, Taking taking) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long begun = System.nanoTime();
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(i);
      tasks.add(
          () -> {
            long taken = 0;
            while (System.nanoTime() - begun < RUN_NS) {
              taken += taking.once(random);
            }
            return taken;
          });
    }
    long all = 0;
    for (Future<Long> task : pool.invokeAll(tasks)) {
      all += task.get();
    }
    pool.shutdown();
    return all / ((System.nanoTime() - begun) / 1e9);
  }

  private static double median(List<List<Double>> rates, int column) {
    return rates.stream()
        .mapToDouble(rate -> rate.get(column))
        .sorted()
        .skip(PAIRS / 2)
        .findFirst()
        .orElse(0);
  }

  /** First touch of a million mailboxes, in batches of a lane as the pipeline does it. */
  private void million() throws SQLException {
    for (int bound : new int[] {MailboxNumbers.BOUND, 1_000_000}) {
      database.execute("TRUNCATE mailbox");
      long before = heap();
      Process process = new Process(database, Clock.systemUTC(), bound);
      long begun = System.nanoTime();
      for (int lane = 0; lane < 16; lane++) {
        long[] mailboxes =
            LongStream.rangeClosed(1, 62_500).map(m -> 16 * m).map(add(lane)).toArray();
        for (int from = 0; from < mailboxes.length; from += BATCH) {
          process.append(
              Arrays.copyOfRange(mailboxes, from, Math.min(from + BATCH, mailboxes.length)));
        }
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      int held = process.numbers.held();
      say(
          "bound %,d: 1,000,000 mailboxes touched in %.1f s, %,d held, heap %+.1f MB",
          bound, seconds, held, (heap() - before) / 1e6);
      begun = System.nanoTime();
      process.close();
      say(
          "  given back in %.1f s; rows not back at 2: %,d",
          (System.nanoTime() - begun) / 1e9,
          database.number("SELECT count(*) FROM mailbox WHERE next <> 2"));
    }
  }

  private static java.util.function.LongUnaryOperator add(int lane) {
    return m -> m + lane;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
