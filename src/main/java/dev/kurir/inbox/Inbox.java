package dev.kurir.inbox;

import dev.kurir.database.Days;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.journal.Entry;
import dev.kurir.journal.Journal;
import dev.kurir.journal.JournalReader;
import dev.kurir.journal.Position;
import dev.kurir.message.Arrival;
import dev.kurir.message.OutOfSpaceException;
import dev.kurir.metrics.Meters;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: {@link #accept} makes arrivals safe in the journal, {@link #store} takes the next
 * batch from there into the inbox tables, once each, whatever a network delivers again.
 *
 * <p>The rows and how far the journal is stored are one statement, so a crash repeats or loses
 * nothing. {@code accept} is thread-safe, {@code store} runs on one thread at a time.
 */
public final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final int BATCH = 500;

  /** How long somebody waits for the database before the journal is enough. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String DISK_FULL = "53100";

  /** What a message takes in the journal, roughly. */
  private static final long LINE_BYTES = 300;

  private final Journal journal;
  private final JournalReader reader;
  private final DataSource active;
  private final Node node;
  private final Days days;
  private final Clock clock;
  private final Duration keep;
  private final Meters meters;
  private final Arrived arrived;
  private final BotOwners owners = new BotOwners();
  private final Rush rush = new Rush();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Position position;
  private volatile boolean amongOthers;
  private volatile boolean away;
  private volatile boolean anyDay;
  private volatile boolean databaseIsFull;

  /**
   * @param keep how long journal segments stay after they are stored
   * @param arrived told, after the commit, what is new
   */
  public Inbox(
      Journal journal,
      DataSource active,
      Node node,
      Days days,
      Clock clock,
      Duration keep,
      Meters meters,
      Arrived arrived) {
    this.journal = journal;
    this.reader = journal.reader();
    this.active = active;
    this.node = node;
    this.days = days;
    this.clock = clock;
    this.keep = keep;
    this.meters = meters;
    meters.journalBehind(this, Inbox::behind);
    this.arrived = arrived;
  }

  /** Is told what is new, on one thread. */
  @FunctionalInterface
  public interface Arrived {
    /**
     * This node has stored messages.
     *
     * @param messages all that are new, in the order of storing
     * @param complete false when it may have stored others since the last call: a commit of which
     *     no answer came looks like messages that were there before
     */
    void arrived(List<InboxMessage> messages, boolean complete);
  }

  /**
   * From now on arrivals are acknowledged when they are stored: what their senders say next may
   * come to another node, which can't see this one's journal, and has to come behind them.
   */
  public void workAmongOthers() {
    amongOthers = true;
  }

  /**
   * Makes arrivals safe; completes when they are on disk and may be acknowledged. Fails with an
   * {@link OutOfSpaceException} while the journal's disk or the database's is full: what waits
   * already is stored first.
   */
  public CompletionStage<Void> accept(List<Arrival> arrivals) {
    if (databaseIsFull) {
      return CompletableFuture.failedFuture(
          new OutOfSpaceException("the database's disk is full", null));
    }
    rush.arrived(arrivals.size());
    CompletionStage<Void> safe =
        journal
            .append(arrivals)
            .thenRun(() -> arrivals.forEach(arrival -> meters.accepted(arrival.network())));
    return amongOthers ? safe.thenCompose(done -> stored()) : safe;
  }

  /**
   * Completes when what was accepted until now is in the tables; after {@link #PATIENCE} also when
   * it is not, because the database is away: on disk it is in any case. Nobody else waits then,
   * until it is back.
   */
  private CompletionStage<Void> stored() {
    Position all = journal.end();
    Position now = position;
    if (away || (now != null && now.compareTo(all) >= 0)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    Waiting mine = new Waiting(all, end);
    waiting.add(mine);
    Position meanwhile = position;
    if (meanwhile != null) {
      release(meanwhile);
    }
    return end.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            late -> {
              away = waiting.remove(mine);
              return null;
            });
  }

  private void release(Position upTo) {
    for (Waiting next = waiting.peek();
        next != null && next.position.compareTo(upTo) <= 0;
        next = waiting.peek()) {
      if (waiting.remove(next)) {
        next.end.complete(null);
      }
    }
  }

  private record Waiting(Position position, CompletableFuture<Void> end) {}

  /**
   * Stores the next batch.
   *
   * @return how much it was and whether more waits
   * @throws SQLException while the database is away; the next call tries the same batch again
   */
  public synchronized Stored store() throws SQLException, IOException {
    Position from = position;
    if (from == null) {
      from = begin();
    }
    if (!amongOthers) {
      rush.letPass();
    }
    JournalReader.Stretch stretch = reader.read(from, BATCH);
    if (!stretch.more()) {
      rush.caughtUp();
    }
    if (stretch.next().equals(from)) {
      position = from;
      return new Stored(0, false);
    }
    List<InboxMessage> stored;
    try {
      stored = append(stretch);
    } catch (SQLException e) {
      databaseIsFull = DISK_FULL.equals(e.getSQLState());
      throw e;
    }
    databaseIsFull = false;
    position = stretch.next();
    away = false;
    release(stretch.next());
    stored.forEach(message -> meters.stored(message.network()));
    arrived.arrived(stored, stored.size() == stretch.entries().size());
    return new Stored(stored.size(), stretch.more());
  }

  /**
   * What one call of {@link #store} did.
   *
   * @param rows how many messages were new
   * @param more whether the journal holds more
   */
  public record Stored(int rows, boolean more) {}

  private List<InboxMessage> append(JournalReader.Stretch stretch)
      throws SQLException, IOException {
    days.prepare();
    try (Connection connection = active.getConnection()) {
      return tables(connection, stretch.next()).all(stretch.entries());
    } catch (SQLException e) {
      if (!InboxTables.refusesValue(e)) {
        throw e;
      }
    }
    List<Entry> refused = new ArrayList<>();
    List<InboxMessage> stored =
        Transaction.in(
            active,
            connection -> tables(connection, stretch.next()).each(stretch.entries(), refused));
    for (Entry entry : refused) {
      reader.reject(entry);
    }
    return stored;
  }

  /**
   * Stores again what no database has, of the journal's next batch after a position; see {@link
   * Rebuilding}.
   */
  synchronized Again storeAgain(JournalReader from, Position at, Instant since, Elsewhere elsewhere)
      throws SQLException, IOException {
    Position storedUpTo = position == null ? begin() : position;
    JournalReader.Stretch stretch = from.read(at, BATCH);
    List<Entry> entries =
        stretch.entries().stream().filter(entry -> !entry.journaledAt().isBefore(since)).toList();
    if (entries.isEmpty()) {
      return new Again(stretch.entries().size(), 0, 0, 0, stretch.next());
    }
    days.prepare();
    InboxTables.@Nullable Missing missing = null;
    try {
      missing = missing(entries, storedUpTo, elsewhere);
    } finally {
      if (missing == null) {
        arrived.arrived(List.of(), false); // what failed may have been stored all the same
      }
    }
    int stored = missing.stored().size();
    missing.stored().forEach(message -> meters.stored(message.network()));
    arrived.arrived(missing.stored(), stored == missing.missing());
    return new Again(
        entries.size(),
        stored,
        missing.wanted() - stored,
        entries.size() - missing.wanted(),
        stretch.next());
  }

  private InboxTables.Missing missing(List<Entry> entries, Position storedUpTo, Elsewhere elsewhere)
      throws SQLException {
    try (Connection connection = active.getConnection()) {
      return tables(connection, storedUpTo).missing(entries, elsewhere);
    } catch (SQLException e) {
      if (!InboxTables.refusesValue(e)) {
        throw e;
      }
      return oneByOne(entries, storedUpTo, elsewhere);
    }
  }

  /** Leaves out what PostgreSQL can't take: it lies in rejected.txt. */
  private InboxTables.Missing oneByOne(
      List<Entry> entries, Position storedUpTo, Elsewhere elsewhere) throws SQLException {
    List<InboxMessage> stored = new ArrayList<>();
    int wanted = 0;
    for (Entry entry : entries) {
      try (Connection connection = active.getConnection()) {
        InboxTables.Missing one = tables(connection, storedUpTo).missing(List.of(entry), elsewhere);
        stored.addAll(one.stored());
        wanted += one.wanted();
      } catch (SQLException e) {
        if (!InboxTables.refusesValue(e)) {
          throw e;
        }
      }
    }
    return new InboxTables.Missing(stored, stored.size(), wanted);
  }

  /** What one call of {@link #storeAgain} did, and where the next goes on. */
  record Again(int read, int stored, int known, int left, Position next) {}

  private InboxTables tables(Connection connection, Position upTo) throws SQLException {
    return new InboxTables(
        connection, owners, days.today(), node.id(), clock.instant(), upTo, anyDay);
  }

  /** Where to begin: a position behind the journal's end belongs to a journal that is gone. */
  private Position begin() throws SQLException {
    Position stored = storedSoFar();
    if (stored.compareTo(journal.end()) <= 0) {
      return stored;
    }
    LOG.warn(
        "the journal was stored up to {} and ends at {}: read from its beginning",
        stored,
        journal.end());
    return Position.START;
  }

  private Position storedSoFar() throws SQLException {
    return Transaction.in(
        active,
        connection -> {
          try (var statement = connection.prepareStatement(Sql.named("journal/position"))) {
            statement.setInt(1, node.id());
            try (var rows = statement.executeQuery()) {
              return rows.next() ? new Position(rows.getLong(1), rows.getLong(2)) : Position.START;
            }
          }
        });
  }

  /** About how many accepted messages are in the journal only. */
  public long unstored() {
    return (long) behind() / LINE_BYTES;
  }

  /**
   * From now on every arrival may have left the tables already, also one of today: the archive is
   * set to take messages before their day is over.
   */
  public void expectAnyDay() {
    anyDay = true;
  }

  /** About how many bytes of the journal are not stored yet. */
  private double behind() {
    Position stored = position;
    Position end = journal.end();
    if (stored == null) {
      return 0;
    }
    return stored.segment() == end.segment() ? end.offset() - stored.offset() : end.offset();
  }

  /** Removes journal segments that are stored and older than they must be kept. */
  public synchronized void forget() throws IOException {
    Position stored = position;
    if (stored != null) {
      reader.removeBefore(stored, clock.instant().minus(keep));
    }
  }
}
