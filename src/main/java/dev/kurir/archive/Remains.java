package dev.kurir.archive;

import dev.kurir.database.Sql;
import dev.kurir.journal.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/**
 * Where texts that are erased may still be on a disk: in lines of the nodes' journals and in tables
 * whose files keep what their rows have lost. It is noted in the active database before the texts
 * are gone, so that whoever dies meanwhile leaves it to the next. One thread.
 */
final class Remains {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Connection active;

  Remains(Connection active) {
    this.active = active;
  }

  /** Notes what a database gave. */
  void note(Texts.Taken taken, boolean passive) throws SQLException {
    List<Journal.Name> lines = List.copyOf(taken.lines());
    try (var statement = active.prepareStatement(Sql.named("archive/note-lines"))) {
      statement.setArray(
          1, active.createArrayOf("text", lines.stream().map(Journal.Name::network).toArray()));
      statement.setArray(
          2, active.createArrayOf("int4", lines.stream().map(Journal.Name::bot).toArray()));
      statement.setArray(
          3, active.createArrayOf("text", lines.stream().map(Journal.Name::id).toArray()));
      statement.executeUpdate();
    }
    note(false, taken.leaves());
    if (passive) {
      note(true, taken.tables());
    }
  }

  private void note(boolean passive, Set<String> tables) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/note-tables"))) {
      statement.setBoolean(1, passive);
      statement.setArray(2, active.createArrayOf("text", tables.toArray()));
      statement.executeUpdate();
    }
  }

  /** What is to be erased in a node's journal. */
  Set<Journal.Name> lines(int node) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/lines"))) {
      statement.setInt(1, node);
      return new HashSet<>(
          MessageRows.read(
              statement,
              row -> new Journal.Name(row.getString(1), row.getInt(2), row.getString(3))));
    }
  }

  /** They are erased. */
  void linesDone(int node, Set<Journal.Name> lines) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/line-done"))) {
      for (Journal.Name line : lines) {
        statement.setInt(1, node);
        statement.setString(2, line.network());
        statement.setInt(3, line.bot());
        statement.setString(4, line.id());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Whether a table waits to be written anew. */
  boolean hasTables() throws SQLException {
    return !tables(false).isEmpty() || !tables(true).isEmpty();
  }

  private List<String> tables(boolean passive) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/tables"))) {
      statement.setBoolean(1, passive);
      return MessageRows.read(statement, row -> row.getString(1));
    }
  }

  /**
   * Writes tables anew, under the archive's lock: an erased row leaves its old bytes in the page,
   * which only a new file is rid of.
   *
   * @param passive the passive database; null: its tables are left for later
   * @param most only tables of up to so many bytes: nobody can write to one meanwhile
   * @return whether none is left, and PostgreSQL has written out the others
   */
  boolean rewrite(@Nullable Connection passive, long most) throws SQLException {
    boolean all = rewrite(active, false, most);
    return passive == null ? all && tables(true).isEmpty() : rewrite(passive, true, most) && all;
  }

  private boolean rewrite(Connection side, boolean passive, long most) throws SQLException {
    List<String> tables = tables(passive);
    boolean all = true;
    for (String table : tables) {
      long bytes = bytes(side, table);
      if (bytes > most || (bytes >= 0 && !rewrite(side, table))) {
        all = false;
      } else {
        try (var statement = active.prepareStatement(Sql.named("archive/table-done"))) {
          statement.setBoolean(1, passive);
          statement.setString(2, table);
          statement.executeUpdate();
        }
      }
    }
    return (tables.isEmpty() || checkpoint(side)) && all;
  }

  /** What a table takes; less than 0: it is gone. */
  private static long bytes(Connection side, String table) throws SQLException {
    try (var statement = side.prepareStatement(Sql.named("archive/bytes"))) {
      statement.setString(1, table);
      return MessageRows.read(statement, row -> row.getLong(1)).get(0);
    }
  }

  /**
   * Writes a table anew, so that its file has only what its rows have.
   *
   * @return false when it is in use, or somebody's snapshot still sees what rows have lost
   */
  static boolean rewrite(Connection side, String table) throws SQLException {
    return ShortWait.on(
        side,
        same -> {
          try (Statement statement = same.createStatement()) {
            statement.execute(Sql.named("archive/rewrite").replace("$relation", table));
            return !hasOld(statement.getWarnings());
          }
        });
  }

  /** Whether dead rows were kept: PostgreSQL tells their number first among the details. */
  private static boolean hasOld(@Nullable SQLWarning told) {
    for (SQLWarning next = told; next != null; next = next.getNextWarning()) {
      if (next instanceof PSQLWarning warning && warning.getServerErrorMessage() != null) {
        String detail = warning.getServerErrorMessage().getDetail();
        Matcher dead = NUMBER.matcher(detail == null ? "" : detail);
        if (dead.find() && !dead.group().equals("0")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Dirty pages are written, and files that were replaced are removed. */
  private static boolean checkpoint(Connection side) {
    try (Statement statement = side.createStatement()) {
      statement.execute(Sql.named("archive/checkpoint"));
      return true;
    } catch (SQLException e) {
      return false; // an external server's user may lack the right
    }
  }
}
