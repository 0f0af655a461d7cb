package dev.kurir.archive;

import dev.kurir.database.Database;
import dev.kurir.database.DatabaseException;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is finished and old from the active database to the passive one: by the schedule of
 * its route, and when somebody asks for it; one node at a time, one sweep at a time. Thread-safe.
 */
public final class Archive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

  private static final String ELSEWHERE = "another node is at it";

  private final Database active;
  private final Passive passive;
  private final ArchiveSettings settings;
  private final Clock clock;
  private final Traffic traffic;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final ExecutorService asked =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "kurir-archive");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Swept last;
  private final LongAdder rows = new LongAdder();

  /**
   * How a sweep ended.
   *
   * @param rows that left the active database
   * @param hindrance what ended it early; empty: nothing
   */
  public record Swept(Instant beganAt, Instant endedAt, long rows, Optional<String> hindrance) {}

  /**
   * How it stands.
   *
   * @param state {@code idle}, {@code sweeping}, {@code waiting} for living messages, {@code
   *     paused}
   * @param last the last sweep of this node since its start
   * @param moves the newest first
   */
  public record Status(
      String state,
      @Nullable Instant pausedAt,
      @Nullable Swept last,
      Ledger.Totals totals,
      List<Ledger.Entry> moves) {}

  /**
   * @param unstored about how many accepted messages are in the journal only
   */
  public Archive(
      Database active,
      Passive passive,
      ArchiveSettings settings,
      LongSupplier unstored,
      Clock clock) {
    this.active = active;
    this.passive = passive;
    this.settings = settings;
    this.clock = clock;
    this.traffic = new Traffic(unstored);
  }

  /** Moves everything that may leave; the route's step. What hinders it is logged, and told. */
  public void sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return;
    }
    Instant began = clock.instant();
    String hindrance = null;
    long moved = 0;
    try {
      moved = run();
    } catch (ArchiveException | DatabaseException e) {
      hindrance = e.getMessage();
    } catch (SQLException e) {
      hindrance = "a database is away or refuses: " + e.getMessage();
    } catch (RuntimeException e) {
      hindrance = "a fault of Kurir's own: " + e;
      throw e;
    } finally {
      rows.add(moved);
      last = new Swept(began, clock.instant(), moved, Optional.ofNullable(hindrance));
      sweeping.set(false);
    }
    if (ELSEWHERE.equals(hindrance)) {
      LOG.info("the archive's sweep is left to another node, which is at it");
    } else if (hindrance != null) {
      LOG.warn("the archive's sweep ended early, the next one goes on: {}", hindrance);
    }
  }

  private long run() throws SQLException {
    try (ActiveSide here = new ActiveSide(active.connectForLong())) {
      if (!here.hold()) {
        throw new ArchiveException(ELSEWHERE);
      }
      try (PassiveSide there = new PassiveSide(passive.connect())) {
        long left = new Sweep(here, there, traffic, settings, clock, step -> {}).run();
        new Remains(here.connection()).rewrite(there.connection(), Long.MAX_VALUE);
        return left;
      }
    }
  }

  /** Begins a sweep, unless one is under way, and returns. */
  public void begin() {
    try {
      asked.execute(this::sweep);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("Kurir stops", e);
    }
  }

  /** Rows that this node moved since its start. */
  public double moved() {
    return rows.sum();
  }

  /** Lets it rest, on all nodes, or go on; a sweep under way ends after its batch. */
  public void pause(boolean rest) throws SQLException {
    try (Connection connection = active.pool().getConnection();
        var statement = connection.prepareStatement(Sql.named("archive/pause"))) {
      statement.setBoolean(1, rest);
      statement.executeUpdate();
    }
  }

  /** How it stands. */
  public Status status() throws SQLException {
    Instant pausedAt;
    boolean begun;
    try (Connection connection = active.pool().getConnection();
        var statement = connection.prepareStatement(Sql.named("archive/state"));
        ResultSet row = statement.executeQuery()) {
      row.next();
      pausedAt = StoredMessage.instant(row, "paused_at");
      begun = row.getTimestamp("begun_at") != null;
    }
    String state =
        pausedAt != null
            ? "paused"
            : traffic.isWaiting() ? "waiting" : sweeping.get() ? "sweeping" : "idle";
    if (!begun) {
      return new Status(state, pausedAt, last, new Ledger.Totals(0, 0, 0), List.of());
    }
    try (Connection connection = passive.pool().getConnection()) {
      return new Status(state, pausedAt, last, Ledger.totals(connection), Ledger.last(connection));
    }
  }

  /** Ends a sweep after its batch. */
  @Override
  public void close() {
    traffic.stop();
    asked.shutdown();
  }
}
