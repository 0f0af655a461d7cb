package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Times each message of a run from when it was due until another session sees its end committed. It
 * asks for the rows that it expects, once in half a millisecond: so much later than the commit a
 * message may seem, in every pipeline alike. {@link #due} and {@link #expect} are thread-safe.
 */
final class CommitProbe implements AutoCloseable {
  private static final long PAUSE_NS = 500_000;

  private final Connection connection;
  private final String query;
  private final AtomicLongArray dues;
  private final AtomicLongArray took;
  private final Queue<Expected> expected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open;
  private final Thread thread = new Thread(this::look, "commit-probe");
  private volatile boolean closed;
  private volatile @Nullable SQLException failure;

  private record Expected(long id, int number) {}

  /**
   * Begins to look.
   *
   * @param query gives those of an array of ids that are committed
   */
  CommitProbe(DatabaseAddress address, String query, int messages) throws SQLException {
    this.connection =
        DriverManager.getConnection(address.url(), address.username(), address.password());
    try (Statement plan = connection.createStatement()) {
      plan.execute("SET plan_cache_mode = force_generic_plan"); // planned once, not at each look
    }
    this.query = Sql.named(query);
    this.dues = new AtomicLongArray(messages);
    this.took = new AtomicLongArray(messages);
    this.open = new AtomicInteger(messages);
    thread.start();
  }

  /** The message was due at that time, in {@link System#nanoTime}. */
  void due(int number, long at) {
    dues.set(number, at);
  }

  /** The message's last row has this id, and will be committed soon. */
  void expect(int number, long id) {
    expected.add(new Expected(id, number));
  }

  /**
   * Waits for every message.
   *
   * @param skipped how many at the beginning don't count
   * @return milliseconds, {@code p50} and {@code p99}
   */
  Map<String, Double> percentiles(int skipped, Duration limit) throws Exception {
    Await.until(
        () -> open.get() <= 0 || failure != null,
        Duration.ofMillis(5),
        limit,
        () -> open.get() + " messages were not committed");
    SQLException failed = failure;
    if (failed != null) {
      throw failed;
    }
    double[] sorted = new double[took.length() - skipped];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = took.get(i + skipped) / 1e6;
    }
    java.util.Arrays.sort(sorted);
    return Map.of("p50", Percentile.of(sorted, 50), "p99", Percentile.of(sorted, 99));
  }

  private void look() {
    Map<Long, Integer> waiting = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      while (!closed) {
        for (Expected next = expected.poll(); next != null; next = expected.poll()) {
          waiting.put(next.id, next.number);
        }
        if (!waiting.isEmpty()) {
          statement.setArray(1, connection.createArrayOf("int8", waiting.keySet().toArray()));
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              note(waiting.remove(row.getLong(1)));
            }
          }
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE_NS);
      }
    } catch (SQLException e) {
      failure = closed ? null : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(@Nullable Integer number) {
    if (number != null && took.compareAndSet(number, 0, System.nanoTime() - dues.get(number))) {
      open.decrementAndGet();
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    closed = true;
    thread.join();
    connection.close();
  }
}
