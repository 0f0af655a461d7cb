package dev.kurir.inbox;

import dev.kurir.database.Sql;
import dev.kurir.inbox.BotOwners.BotOwner;
import dev.kurir.journal.Entry;
import dev.kurir.journal.Journal;
import dev.kurir.journal.Position;
import dev.kurir.message.BotId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries into the inbox tables within one transaction; what is there already is left out.
 * One thread.
 */
final class InboxTables {
  private static final Logger LOG = LoggerFactory.getLogger(InboxTables.class);

  /** The database's clock and this one's. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final Connection connection;
  private final BotOwners botOwners;
  private final LocalDate day;
  private final int node;
  private final Instant at;
  private final Position upTo;
  private final boolean anyDay;

  /**
   * @param upTo how far the journal is stored when the entries are
   * @param anyDay whether messages of today may have left the tables already
   */
  InboxTables(
      Connection connection,
      BotOwners botOwners,
      LocalDate day,
      int node,
      Instant at,
      Position upTo,
      boolean anyDay) {
    this.connection = connection;
    this.botOwners = botOwners;
    this.day = day;
    this.node = node;
    this.at = at;
    this.upTo = upTo;
    this.anyDay = anyDay;
  }

  /**
   * Stores all entries in their order and how far the journal is stored: in one statement, which
   * needs no transaction around it.
   */
  List<InboxMessage> all(List<Entry> entries) throws SQLException {
    Map<BotId, BotOwner> owners = botOwners.of(entries, connection);
    InboxBatch batch = new InboxBatch();
    for (Entry entry : entries) {
      BotOwner owner = owners.get(entry.arrival().bot());
      if (owner == null) {
        LOG.error("{} is kept in the journal only: the database has no such bot", entry.arrival());
      } else {
        batch.add(entry, owner);
      }
    }
    batch.remove(deliveredBefore(batch));
    if (batch.isEmpty()) {
      noteStored();
      return List.of();
    }
    return insert(batch);
  }

  /**
   * Stores those of the entries, of whichever day, that neither database has; how far the journal
   * is stored stays.
   */
  Missing missing(List<Entry> entries, Elsewhere elsewhere) throws SQLException {
    Map<BotId, BotOwner> owners = botOwners.of(entries, connection);
    InboxBatch batch = new InboxBatch();
    LocalDate first = day;
    for (Entry entry : entries) {
      BotOwner owner = owners.get(entry.arrival().bot());
      if (owner != null && isOf(owner, entry) && !isErased(entry)) {
        batch.add(entry, owner);
        LocalDate journaled = LocalDate.ofInstant(entry.journaledAt(), ZoneOffset.UTC);
        first = journaled.isBefore(first) ? journaled : first;
      }
    }
    batch.remove(IntStream.range(0, batch.size()).filter(batch::isControl).boxed().toList());
    int wanted = batch.size();
    batch.remove(storedEver(batch));
    Set<Journal.Name> left = elsewhere.of(batch.names(), first.minusDays(1));
    List<Journal.Name> names = batch.names();
    batch.remove(
        IntStream.range(0, names.size()).filter(i -> left.contains(names.get(i))).boxed().toList());
    int missing = batch.size();
    return new Missing(batch.isEmpty() ? List.of() : insert(batch), missing, wanted);
  }

  /**
   * What was missing.
   *
   * @param stored those that were
   * @param missing how many were, as far as could be seen
   * @param wanted how many of the entries belong into the tables
   */
  record Missing(List<InboxMessage> stored, int missing, int wanted) {}

  /** A bot that was registered later is another one, which got the number of one that is lost. */
  private static boolean isOf(BotOwner owner, Entry entry) {
    return entry.journaledAt().isAfter(owner.since().minus(CLOCKS_DIFFER));
  }

  /** What the journal's erasure leaves. */
  private static boolean isErased(Entry entry) {
    return !entry.arrival().text().isEmpty() && entry.arrival().text().isBlank();
  }

  /**
   * Stores the entries one by one and returns in {@code refused} those that PostgreSQL can't take.
   */
  List<InboxMessage> each(List<Entry> entries, List<Entry> refused) throws SQLException {
    List<InboxMessage> stored = new ArrayList<>();
    for (Entry entry : entries) {
      Savepoint before = connection.setSavepoint();
      try {
        stored.addAll(all(List.of(entry)));
        connection.releaseSavepoint(before);
      } catch (SQLException e) {
        if (!refusesValue(e)) {
          throw e;
        }
        connection.rollback(before);
        LOG.error(
            "{} can't be stored ({}); kept in rejected.txt", entry.arrival(), e.getSQLState());
        refused.add(entry);
      }
    }
    noteStored();
    return stored;
  }

  /**
   * Whether a value is to blame (class 22, data exception), so that trying again would not help.
   */
  static boolean refusesValue(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("22");
  }

  private List<InboxMessage> insert(InboxBatch batch) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("inbox/append"))) {
      bindStored(statement);
      statement.setObject(4, day);
      statement.setInt(5, node);
      statement.setString(6, at.toString());
      batch.bind(statement, 7);
      List<InboxBatch.StoredRow> stored = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          stored.add(new InboxBatch.StoredRow(rows.getLong(1), rows.getInt(2), rows.getString(3)));
        }
      }
      return batch.stored(stored, day, node);
    }
  }

  private void noteStored() throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("journal/stored"))) {
      bindStored(statement);
      statement.executeUpdate();
    }
  }

  private void bindStored(PreparedStatement statement) throws SQLException {
    statement.setLong(1, upTo.segment());
    statement.setLong(2, upTo.offset());
    statement.setInt(3, node);
  }

  /** The places of what came on a day before, or has left; today's rows have an index for that. */
  private List<Integer> deliveredBefore(InboxBatch batch) throws SQLException {
    List<Integer> doubtful = batch.olderThan(anyDay ? day.plusDays(1) : day);
    if (doubtful.isEmpty()) {
      return List.of();
    }
    try (var statement = connection.prepareStatement(Sql.named("inbox/delivered-before"))) {
      statement.setObject(1, day);
      batch.bindNames(statement, 2, doubtful);
      return places(statement, doubtful);
    }
  }

  /** The places of what was stored on any day. */
  private List<Integer> storedEver(InboxBatch batch) throws SQLException {
    List<Integer> all = IntStream.range(0, batch.size()).boxed().toList();
    try (var statement = connection.prepareStatement(Sql.named("inbox/stored-ever"))) {
      batch.bindNames(statement, 1, all);
      return places(statement, all);
    }
  }

  private static List<Integer> places(PreparedStatement statement, List<Integer> asked)
      throws SQLException {
    List<Integer> known = new ArrayList<>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        known.add(asked.get(rows.getInt(1) - 1));
      }
    }
    return known;
  }
}
