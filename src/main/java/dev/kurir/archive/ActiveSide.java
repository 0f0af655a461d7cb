package dev.kurir.archive;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active database as the archive sees it: one connection that also holds the lock, so that
 * nothing is taken away by whoever has lost it. One thread.
 */
final class ActiveSide implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveSide.class);
  private static final int DROP_TRIES = 100;
  private static final Duration LATER = Duration.ofMillis(200);

  private final Connection connection;
  private final Map<Kind, String> columns = new EnumMap<>(Kind.class);

  ActiveSide(Connection connection) throws SQLException {
    this.connection = connection;
    run(Sql.named("archive/session"));
  }

  Connection connection() {
    return connection;
  }

  /** Takes the archive's lock; false: somebody else is at it, for longer than a moment. */
  boolean hold() throws SQLException {
    return ShortWait.on(
        connection,
        same -> {
          run(Sql.named("archive/hold"));
          return true;
        });
  }

  /** Takes it where nobody has it right now. */
  boolean tryHold() throws SQLException {
    return truth(Sql.named("archive/try-hold"));
  }

  /** Whether the passive database may hold messages. */
  boolean hasBegun() throws SQLException {
    return MessageRows.hasBegun(connection);
  }

  /** Notes that from now on the passive database may hold messages. */
  void begin() throws SQLException {
    run(Sql.named("archive/begin"));
  }

  /** The tables of single days up to a day, in the order in which they are moved. */
  List<Leaf> leaves(LocalDate upTo) throws SQLException {
    List<Leaf> leaves = new ArrayList<>();
    try (var statement = connection.prepareStatement(Sql.named("archive/leaves"))) {
      statement.setObject(1, upTo);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          leaves.add(
              new Leaf(
                  rows.getString("relation"),
                  rows.getObject("day", LocalDate.class),
                  rows.getLong("bytes")));
        }
      }
    }
    leaves.sort(Leaf::order);
    return leaves;
  }

  /** Days that were brought back and stay for now. */
  Set<LocalDate> resting(Instant now) throws SQLException {
    Set<LocalDate> days = new HashSet<>();
    try (var statement = connection.prepareStatement(Sql.named("archive/rests"))) {
      statement.setString(1, now.toString());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          days.add(rows.getObject(1, LocalDate.class));
        }
      }
    }
    return days;
  }

  /** The statements about a leaf. */
  LeafSql sql(Leaf leaf) throws SQLException {
    String all = columns.get(leaf.kind());
    if (all == null) {
      try (var statement = connection.prepareStatement(Sql.named("archive/columns"))) {
        statement.setString(1, leaf.kind().table());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          all = row.getString(1);
        }
      }
      columns.put(leaf.kind(), all);
    }
    return new LeafSql(leaf, all);
  }

  /** Whether something of a leaf must stay. */
  boolean isOpen(LeafSql leaf) throws SQLException {
    return truth(leaf.ofKind("open"));
  }

  boolean isEmpty(LeafSql leaf) throws SQLException {
    return truth(leaf.of("is-empty"));
  }

  /** How many pages a leaf has. */
  long pages(LeafSql leaf) throws SQLException {
    try (var statement = connection.prepareStatement(leaf.of("pages"))) {
      statement.setString(1, leaf.leaf().name());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The rows of some pages. */
  CopyOut copyOut(LeafSql leaf, long fromPage, long toPage) throws SQLException {
    return copy(
        leaf.of("copy-out")
            .replace("$from", Long.toString(fromPage))
            .replace("$to", Long.toString(toPage)));
  }

  /** The rows that {@link #choose} chose. */
  CopyOut copyOutChosen(LeafSql leaf) throws SQLException {
    return copy(leaf.of("copy-out-going"));
  }

  private CopyOut copy(String sql) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
  }

  /** Chooses some of what may leave; how many messages that is. */
  int choose(LeafSql leaf, Instant before, int rows) throws SQLException {
    run(Sql.named("archive/gone"));
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          leaf.ofKind("going")
              .replace("$before", before.toString())
              .replace("$rows", Integer.toString(rows)));
    }
  }

  Content content(LeafSql leaf) throws SQLException {
    return content(connection, leaf.of("sum-leaf"));
  }

  Content contentChosen(LeafSql leaf) throws SQLException {
    return content(connection, leaf.of("sum-going"));
  }

  static Content content(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Content(row.getLong(1), row.getBigDecimal(2));
    }
  }

  /** Takes the chosen rows away. */
  void deleteChosen(LeafSql leaf) throws SQLException {
    Transaction.on(
        connection,
        same -> {
          remember(same, leaf, "seen-going");
          run(leaf.of("delete-going"));
          return true;
        });
    run(Sql.named("archive/gone"));
  }

  /**
   * Takes a leaf away. Whoever reads or writes is let pass: it waits a tenth of a second for the
   * lock, then later again.
   *
   * @throws ArchiveException when there was never a gap
   */
  void drop(LeafSql leaf, Traffic traffic) throws SQLException {
    for (int i = 1; ; i++) {
      try {
        Transaction.on(
            connection,
            same -> {
              run(Sql.named("archive/drop-soon"));
              remember(same, leaf, "seen-leaf");
              run(leaf.of("drop-leaf"));
              return true;
            });
        return;
      } catch (SQLException e) {
        if (!ShortWait.isLocked(e)) {
          throw e;
        }
        if (i == DROP_TRIES) {
          throw new ArchiveException(leaf.leaf().name() + " is in use without a pause");
        }
        traffic.letPass(connection, LATER);
      }
    }
  }

  /** What a network may still deliver again is known also when it has left. */
  private static void remember(Connection connection, LeafSql leaf, String statement)
      throws SQLException {
    if (leaf.leaf().kind() == Kind.INBOX) {
      try (PreparedStatement seen = connection.prepareStatement(leaf.of(statement))) {
        seen.executeUpdate();
      }
    }
  }

  /** Gives back the room of what has left; nobody writes to a day that is over. */
  void shrink(LeafSql leaf) throws SQLException {
    if (!Remains.rewrite(connection, leaf.leaf().name())) {
      LOG.info("{} is in use: its room is given back by a later sweep", leaf.leaf().name());
    }
  }

  /** Forgets what no network delivers again. */
  void forgetSeen() throws SQLException {
    run(Sql.named("archive/forget-seen"));
  }

  private boolean truth(String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
