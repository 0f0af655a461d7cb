package dev.kurir.inbox;

import dev.kurir.database.Sql;
import dev.kurir.inbox.BotOwners.BotOwner;
import dev.kurir.journal.Entry;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries into the inbox tables within one transaction; what is there already is left out.
 * One thread.
 */
final class InboxTables {
  private static final Logger LOG = LoggerFactory.getLogger(InboxTables.class);

  private final Connection connection;
  private final LocalDate day;
  private final int node;
  private final Instant at;

  InboxTables(Connection connection, LocalDate day, int node, Instant at) {
    this.connection = connection;
    this.day = day;
    this.node = node;
    this.at = at;
  }

  /** A message that was new, and where its mapping engine finds it. */
  record Stored(NetworkName network, Lane lane) {}

  /** Stores all entries in their order, in one statement. */
  List<Stored> all(List<Entry> entries) throws SQLException {
    BotOwners owners = BotOwners.of(entries, connection);
    InboxBatch batch = new InboxBatch();
    for (Entry entry : entries) {
      BotOwner owner = owners.of(entry.arrival().bot());
      if (owner == null) {
        LOG.error("{} is kept in the journal only: the database has no such bot", entry.arrival());
      } else {
        batch.add(entry, owner);
      }
    }
    return batch.isEmpty() ? List.of() : insert(batch);
  }

  /**
   * Stores the entries one by one and returns in {@code refused} those that PostgreSQL can't take.
   */
  List<Stored> each(List<Entry> entries, List<Entry> refused) throws SQLException {
    List<Stored> stored = new ArrayList<>();
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
    return stored;
  }

  /**
   * Whether a value is to blame (class 22, data exception), so that trying again would not help.
   */
  static boolean refusesValue(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("22");
  }

  private List<Stored> insert(InboxBatch batch) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("inbox/append"))) {
      statement.setObject(1, day);
      statement.setInt(2, node);
      statement.setString(3, at.toString());
      batch.bind(connection, statement, 4);
      List<Stored> stored = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          stored.add(new Stored(new NetworkName(rows.getString(1)), new Lane(rows.getInt(2))));
        }
      }
      return stored;
    }
  }
}
