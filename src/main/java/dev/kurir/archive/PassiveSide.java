package dev.kurir.archive;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The passive database as a sweep sees it: one connection, and the ledger. One thread. */
final class PassiveSide implements AutoCloseable {
  private final Connection connection;

  PassiveSide(Connection connection) throws SQLException {
    this.connection = connection;
    run(Sql.named("archive/session"));
  }

  /**
   * A move in the ledger.
   *
   * @param done whether it is gone from the active database
   */
  record Recorded(long id, Leaf leaf, boolean part, Content content, boolean done) {}

  Connection connection() {
    return connection;
  }

  /** The last move of a leaf. */
  Optional<Recorded> last(Leaf leaf) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/recorded"))) {
      statement.setString(1, leaf.relation());
      statement.setObject(2, leaf.day());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(recorded(row)) : Optional.empty();
      }
    }
  }

  /** Moves of which it is not known whether they are gone from the active database. */
  List<Recorded> undone() throws SQLException {
    List<Recorded> moves = new ArrayList<>();
    try (var statement = connection.prepareStatement(Sql.named("archive/undone"));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        moves.add(recorded(rows));
      }
    }
    return moves;
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        row.getLong("id"),
        new Leaf(row.getString("relation"), row.getObject("day", LocalDate.class), 0),
        row.getBoolean("part"),
        new Content(row.getLong("rows"), row.getBigDecimal("checksum")),
        row.getTimestamp("done_at") != null);
  }

  /** Makes room for a day, within the caller's transaction. */
  void prepare(LocalDate day) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/add-month"))) {
      statement.setObject(1, day);
      statement.execute();
    }
  }

  /** Takes rows straight into the table. */
  CopyIn copyIn(LeafSql leaf) throws SQLException {
    return copy(leaf.of("copy-in"));
  }

  /** Takes rows aside, to be compared with what is there. */
  CopyIn copyInStaging(LeafSql leaf) throws SQLException {
    run(leaf.of("stage"));
    return copy(leaf.of("copy-in-staging"));
  }

  private CopyIn copy(String sql) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
  }

  /** Takes over what is aside in place of what came before; how many rows that were. */
  int takeStaged(LeafSql leaf) throws SQLException {
    int replaced = run(leaf.of("replace-staged"));
    run(leaf.of("take-staged"));
    return replaced;
  }

  Content content(LeafSql leaf) throws SQLException {
    return ActiveSide.content(connection, leaf.of("sum-passive"));
  }

  Content contentStaged(LeafSql leaf) throws SQLException {
    return ActiveSide.content(connection, leaf.of("sum-staged"));
  }

  /** Writes a move into the ledger; its number. */
  long record(Leaf leaf, boolean part, Content content, long bytes, Instant beganAt)
      throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/record"))) {
      statement.setString(1, leaf.relation());
      statement.setObject(2, leaf.day());
      statement.setBoolean(3, part);
      statement.setLong(4, content.rows());
      statement.setLong(5, bytes);
      statement.setBigDecimal(6, content.checksum());
      statement.setString(7, beganAt.toString());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Notes that a move is gone from the active database. */
  void done(long move) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/done"))) {
      statement.setLong(1, move);
      statement.executeUpdate();
    }
  }

  /** Takes a move out of the ledger that is done once more. */
  void forget(long move) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("archive/forget-move"))) {
      statement.setLong(1, move);
      statement.executeUpdate();
    }
  }

  /** Ends the life of what is older than a day: months as a whole, the rest by rows. */
  void expire(LocalDate first) throws SQLException {
    List<String> months = new ArrayList<>();
    try (var statement = connection.prepareStatement(Sql.named("archive/months"))) {
      statement.setObject(1, first);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          months.add(rows.getString(1));
        }
      }
    }
    for (String month : months) {
      run(Sql.named("archive/drop-month").replace("$month", month));
    }
    for (Kind kind : Kind.values()) {
      String sql = Sql.named("archive/expire").replace("$table", kind.table());
      try (var statement = connection.prepareStatement(sql)) {
        statement.setObject(1, first);
        statement.executeUpdate();
      }
    }
  }

  private int run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
