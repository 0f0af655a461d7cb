package dev.kurir.archive;

import dev.kurir.database.Sql;
import dev.kurir.journal.Journal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The texts in one of the databases: finds those that are to go, and takes them. One thread. */
final class Texts {
  private final Connection connection;
  private final boolean passive;

  private Texts(Connection connection, boolean passive) {
    this.connection = connection;
    this.passive = passive;
  }

  static Texts active(Connection connection) {
    return new Texts(connection, false);
  }

  static Texts passive(Connection connection) {
    return new Texts(connection, true);
  }

  /** Messages whose texts are to go. */
  static final class Meant {
    private final Set<Long> inbox = new TreeSet<>();
    private final Set<Long> outbox = new TreeSet<>();
    private LocalDate since = LocalDate.MAX;

    void inbox(long id, LocalDate day) {
      inbox.add(id);
      since = day.isBefore(since) ? day : since;
    }

    void outbox(long id, LocalDate day) {
      outbox.add(id);
      since = day.isBefore(since) ? day : since;
    }

    boolean isEmpty() {
      return inbox.isEmpty() && outbox.isEmpty();
    }
  }

  /**
   * What one database gave.
   *
   * @param messages how many
   * @param lines what of it is in journals
   * @param tables where it was in this database
   * @param leaves where it is, or was before it left, in the active one
   */
  record Taken(int messages, Set<Journal.Name> lines, Set<String> tables, Set<String> leaves) {}

  /** The messages by which an owner wrote to partners. */
  Set<Long> sources(int owner, Partners partners) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/erase-sources"))) {
      statement.setInt(1, owner);
      statement.setArray(2, partners.column(connection, "int8", Partners.Partner::id));
      return new HashSet<>(MessageRows.read(statement, row -> row.getLong(1)));
    }
  }

  /** Adds what was said between an owner and partners and has ended. */
  void addSaid(Meant meant, int owner, Partners partners, Set<Long> sources) throws SQLException {
    try (var statement = connection.prepareStatement(ended("inbox"))) {
      statement.setInt(1, owner);
      statement.setArray(2, partners.column(connection, "int4", Partners.Partner::bot));
      statement.setArray(3, partners.column(connection, "text", Partners.Partner::address));
      statement.setArray(4, connection.createArrayOf("int8", sources.toArray()));
      for (Found found : MessageRows.read(statement, Found::of)) {
        meant.inbox(found.id, found.day);
      }
    }
    try (var statement = connection.prepareStatement(ended("outbox"))) {
      statement.setInt(1, owner);
      statement.setArray(2, partners.column(connection, "int8", Partners.Partner::id));
      statement.setArray(3, partners.column(connection, "int8", Partners.Partner::id));
      for (Found found : MessageRows.read(statement, Found::of)) {
        meant.outbox(found.id, found.day);
      }
    }
  }

  /** What is in the passive database has ended. */
  private String ended(String table) {
    return Sql.named("archive/said-" + table)
        .replace("$ended", passive ? "true" : Sql.named("archive/ended-" + table));
  }

  private record Found(long id, LocalDate day) {
    static Found of(ResultSet row) throws SQLException {
      return new Found(row.getLong("id"), row.getObject("day", LocalDate.class));
    }
  }

  /** How many messages of an owner and partners still have their texts. */
  long left(int owner, Partners partners) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/erase-open"))) {
      statement.setInt(1, owner);
      statement.setArray(2, partners.column(connection, "int8", Partners.Partner::id));
      statement.setArray(3, partners.column(connection, "int8", Partners.Partner::id));
      statement.setInt(4, owner);
      statement.setArray(5, partners.column(connection, "int4", Partners.Partner::bot));
      statement.setArray(6, partners.column(connection, "text", Partners.Partner::address));
      return MessageRows.read(statement, row -> row.getLong(1)).get(0);
    }
  }

  /** The messages that a network calls so. */
  List<Long> called(TakenBack taken) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/taken-back-inbox"))) {
      statement.setInt(1, taken.bot());
      statement.setString(2, taken.sender());
      statement.setObject(3, taken.day());
      statement.setObject(4, taken.day());
      statement.setString(5, taken.message());
      statement.setString(6, taken.hint());
      return MessageRows.read(statement, row -> row.getLong(1));
    }
  }

  /** Takes the texts, within the caller's transaction; each once. */
  Taken take(Meant meant) throws SQLException {
    Set<Journal.Name> lines = new HashSet<>();
    Set<String> tables = new TreeSet<>();
    Set<String> leaves = new TreeSet<>();
    List<String> relations = new ArrayList<>();
    String inbox =
        Sql.named("archive/erase-inbox")
            .replace("$reach", passive ? "true" : Sql.named("archive/reach-active"));
    try (var statement = bound(inbox, meant.inbox, meant.since)) {
      relations.addAll(
          MessageRows.read(
              statement,
              row -> {
                lines.add(
                    new Journal.Name(
                        row.getString("network"),
                        row.getInt("bot_id"),
                        row.getString("network_message_id")));
                leaves.add(row.getString("leaf"));
                return row.getString("relation");
              }));
    }
    try (var statement = bound(Sql.named("archive/erase-outbox"), meant.outbox, meant.since)) {
      relations.addAll(
          MessageRows.read(
              statement,
              row -> {
                leaves.add(row.getString("leaf"));
                return row.getString("relation");
              }));
    }
    tables.addAll(relations);
    return new Taken(relations.size(), lines, tables, leaves);
  }

  private PreparedStatement bound(String sql, Set<Long> ids, LocalDate since) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
    statement.setObject(2, since);
    return statement;
  }
}
