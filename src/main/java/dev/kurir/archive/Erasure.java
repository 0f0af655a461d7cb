package dev.kurir.archive;

import dev.kurir.database.Database;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.journal.Journal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the texts of what was said with a partner out of the active database, the passive one and
 * this node's journal; that there were messages stays. Their tables are written anew, so that the
 * disk does not keep what the rows have lost. It may be repeated: what was done is done once.
 * Thread-safe.
 */
public final class Erasure {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  private final Database active;
  private final Passive passive;
  private final Journal journal;

  public Erasure(Database active, Passive passive, Journal journal) {
    this.active = active;
    this.passive = passive;
    this.journal = journal;
  }

  /**
   * What was erased.
   *
   * @param messages of inboxes and outboxes, in both databases
   * @param lines of this node's journal
   * @param open messages that are on their way and keep their text: to be erased when they ended
   * @param checkpointed whether PostgreSQL has written out its tables; else its next checkpoint
   *     does
   */
  public record Erased(long messages, int lines, long open, boolean checkpointed) {}

  /** What one database gave. */
  private static final class Found {
    private final Set<Journal.Name> names = new HashSet<>();
    private final Set<String> relations = new TreeSet<>();

    /** The tables of the active database in which these messages were before they left. */
    private final Set<String> leaves = new TreeSet<>();

    private long messages;
    private long open;
  }

  /**
   * Erases what was said with a partner.
   *
   * @param contact a user name or an address
   * @throws ArchiveException when the archive is at work
   * @throws dev.kurir.message.InvalidFieldException when the owner has no such contact
   */
  public Erased erase(int owner, String contact) throws SQLException, IOException {
    Partners partners = Partners.find(active.pool(), owner, contact);
    try (ActiveSide here = new ActiveSide(active.connectForLong())) {
      if (!here.hold()) {
        throw new ArchiveException("the archive is at work: try again when it is idle");
      }
      Found found = erase(here.connection(), owner, partners);
      int lines = journal.erase(found.names);
      boolean checkpointed = true;
      long messages = found.messages;
      if (here.hasBegun()) {
        try (PassiveSide there = new PassiveSide(passive.connect())) {
          Found old = erase(there.connection(), owner, partners);
          lines += journal.erase(old.names);
          rewrite(there.connection(), old.relations);
          checkpointed = checkpoint(there.connection());
          messages += old.messages;
          found.leaves.addAll(old.leaves);
        }
      }
      rewrite(here.connection(), found.leaves);
      checkpointed &= checkpoint(here.connection());
      LOG.info("the texts of {} messages of owner {} are erased", messages, owner);
      return new Erased(messages, lines, found.open, checkpointed);
    }
  }

  private static Found erase(Connection connection, int owner, Partners partners)
      throws SQLException {
    return Transaction.on(
        connection,
        same -> {
          Found found = new Found();
          inbox(same, owner, partners, found);
          outbox(same, owner, partners, found);
          return found;
        });
  }

  private static void inbox(Connection connection, int owner, Partners partners, Found found)
      throws SQLException {
    Set<Long> sources = new TreeSet<>();
    try (var statement = connection.prepareStatement(Sql.named("archive/erase-sources"))) {
      statement.setInt(1, owner);
      statement.setArray(2, partners.column(connection, "int8", Partners.Partner::id));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sources.add(rows.getLong(1));
        }
      }
    }
    try (var statement = connection.prepareStatement(Sql.named("archive/erase-inbox"))) {
      statement.setInt(1, owner);
      statement.setArray(2, partners.column(connection, "int4", Partners.Partner::bot));
      statement.setArray(3, partners.column(connection, "text", Partners.Partner::address));
      statement.setArray(4, connection.createArrayOf("int8", sources.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.messages++;
          found.names.add(
              new Journal.Name(
                  rows.getString("network"),
                  rows.getInt("bot_id"),
                  rows.getString("network_message_id")));
          found.relations.add(rows.getString("relation"));
          found.leaves.add(rows.getString("leaf"));
        }
      }
    }
  }

  private static void outbox(Connection connection, int owner, Partners partners, Found found)
      throws SQLException {
    try (var erase = connection.prepareStatement(Sql.named("archive/erase-outbox"));
        var open = connection.prepareStatement(Sql.named("archive/erase-open"))) {
      for (var statement : new PreparedStatement[] {erase, open}) {
        statement.setInt(1, owner);
        statement.setArray(2, partners.column(connection, "int8", Partners.Partner::id));
        statement.setArray(3, partners.column(connection, "int8", Partners.Partner::id));
      }
      try (ResultSet rows = erase.executeQuery()) {
        while (rows.next()) {
          found.messages++;
          found.relations.add(rows.getString("relation"));
          found.leaves.add(rows.getString("leaf"));
        }
      }
      try (ResultSet row = open.executeQuery()) {
        row.next();
        found.open = row.getLong(1);
      }
    }
  }

  /** An erased row leaves its old bytes in the page, which only a new file is rid of. */
  private static void rewrite(Connection connection, Set<String> relations) throws SQLException {
    for (String relation : relations) {
      if (isThere(connection, relation)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(Sql.named("archive/rewrite").replace("$relation", relation));
        }
      }
    }
  }

  private static boolean isThere(Connection connection, String relation) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/there"))) {
      statement.setString(1, relation);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Dirty pages are written, and files that were replaced are removed. */
  private static boolean checkpoint(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Sql.named("archive/checkpoint"));
      return true;
    } catch (SQLException e) {
      return false; // an external server's user may lack the right
    }
  }
}
