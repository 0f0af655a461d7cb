package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A message's whole way in plain JDBC, without a journal or mapping: insert into an inbox, claim
 * and insert into an outbox, claim and mark as delivered. With batches and a thread pair a step it
 * is the ceiling that goals refer to, with single rows the naive pipeline. Not thread-safe.
 */
final class PlainPipeline {
  private static final int BATCH = 500;
  private static final int THREADS_A_STEP = 2;
  private static final int CLIENTS = 4;
  private static final int CONVERSATIONS = 2000;

  private final DatabaseAddress address;

  PlainPipeline(DatabaseAddress address) {
    this.address = address;
  }

  private interface Step {
    int run(Connection connection) throws SQLException;
  }

  /** Six threads, batches of 500; returns the seconds from the first insert to the last mark. */
  double batched(int messages) throws Exception {
    empty();
    AtomicInteger toInsert = new AtomicInteger(messages);
    AtomicInteger toMap = new AtomicInteger(messages);
    AtomicInteger toDeliver = new AtomicInteger(messages);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS_A_STEP; i++) {
      threads.add(() -> insertAll(toInsert));
      threads.add(() -> repeat(toMap, connection -> map(connection, BATCH)));
      threads.add(() -> repeat(toDeliver, connection -> deliver(connection, BATCH)));
    }
    return timed(threads);
  }

  /** Four clients, each step of each message a transaction. */
  double naive(int messages) throws Exception {
    empty();
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int share = messages / CLIENTS + (i < messages % CLIENTS ? 1 : 0);
      threads.add(
          () -> {
            try (Connection connection = connect()) {
              for (int sent = 0; sent < share; sent++) {
                insert(connection, sent, 1);
                one(connection, c -> map(c, 1));
                one(connection, c -> deliver(c, 1));
              }
            }
            return null;
          });
    }
    return timed(threads);
  }

  /** Another client may have been faster with the row that this one saw. */
  private static void one(Connection connection, Step step) throws SQLException {
    for (int done = step.run(connection); done == 0; done = step.run(connection)) {
      Thread.onSpinWait();
    }
  }

  private static double timed(List<Callable<Void>> threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads.size());
    long begun = System.nanoTime();
    try {
      for (Future<Void> thread : pool.invokeAll(threads)) {
        thread.get();
      }
      return (System.nanoTime() - begun) / 1e9;
    } finally {
      pool.shutdownNow();
    }
  }

  private void empty() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(Sql.named("bench/ceiling-tables"));
      connection.commit();
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("prepareThreshold", "1");
    Connection connection = DriverManager.getConnection(address.url(), properties);
    connection.setAutoCommit(false);
    return connection;
  }

  private Void insertAll(AtomicInteger left) throws SQLException {
    try (Connection connection = connect()) {
      for (int from = left.getAndAdd(-BATCH); from > 0; from = left.getAndAdd(-BATCH)) {
        insert(connection, from, Math.min(from, BATCH));
      }
    }
    return null;
  }

  /** Until nothing is left, by whichever thread. */
  private Void repeat(AtomicInteger left, Step step) throws SQLException, InterruptedException {
    try (Connection connection = connect()) {
      while (left.get() > 0) {
        int done = step.run(connection);
        left.addAndGet(-done);
        if (done == 0) {
          TimeUnit.MICROSECONDS.sleep(500);
        }
      }
    }
    return null;
  }

  private static void insert(Connection connection, int first, int count) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.named("bench/ceiling-insert"))) {
      for (int number = first; number < first + count; number++) {
        statement.setInt(1, number % CONVERSATIONS);
        statement.setString(2, Numbered.text(number));
        statement.addBatch();
      }
      statement.executeBatch();
    }
    connection.commit();
  }

  private static int map(Connection connection, int most) throws SQLException {
    int mapped = 0;
    try (PreparedStatement claim = connection.prepareStatement(Sql.named("bench/ceiling-claim"));
        PreparedStatement append = connection.prepareStatement(Sql.named("bench/ceiling-map"))) {
      claim.setInt(1, most);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          append.setLong(1, row.getLong(1));
          append.setInt(2, row.getInt(2));
          append.setString(3, row.getString(3));
          append.addBatch();
          mapped++;
        }
      }
      append.executeBatch();
    }
    connection.commit();
    return mapped;
  }

  private static int deliver(Connection connection, int most) throws SQLException {
    int delivered = 0;
    try (PreparedStatement claim =
        connection.prepareStatement(Sql.named("bench/ceiling-deliver"))) {
      claim.setInt(1, most);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          delivered++;
        }
      }
    }
    connection.commit();
    return delivered;
  }
}
