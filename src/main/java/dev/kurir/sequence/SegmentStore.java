package dev.kurir.sequence;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes' rows, on a connection of its own: whoever waits for numbers holds a pooled one and
 * locks of lanes, and must not need another of the pool. Each statement commits by itself. One
 * thread.
 */
final class SegmentStore implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;

  private final Connector connector;
  private @Nullable Connection connection;

  /** Opens a connection outside the pool. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  SegmentStore(Connector connector) {
    this.connector = connector;
  }

  /**
   * Takes as many numbers of each mailbox as it wants.
   *
   * @param wants sorted by mailbox, none twice
   * @return for each want the end of its numbers: one more than the last
   */
  long[] fetch(List<LaneSegments.Want> wants) throws SQLException {
    boolean old = connection != null;
    try {
      return fetchOnce(wants);
    } catch (SQLException e) {
      close();
      if (!old) {
        throw e;
      }
      return fetchOnce(wants); // numbers that the broken connection took are lost: a gap
    }
  }

  private long[] fetchOnce(List<LaneSegments.Want> wants) throws SQLException {
    long[] mailboxes = wants.stream().mapToLong(LaneSegments.Want::mailbox).toArray();
    try (PreparedStatement statement = connection().prepareStatement(Sql.named("sequence/fetch"))) {
      statement.setObject(1, mailboxes);
      statement.setObject(2, wants.stream().mapToInt(LaneSegments.Want::count).toArray());
      long[] ends = new long[mailboxes.length];
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ends[Arrays.binarySearch(mailboxes, row.getLong(1))] = row.getLong(2);
        }
      }
      return ends;
    }
  }

  /**
   * Returns numbers that nobody will give out. Tried once only: done a second time it could return
   * what another has taken in between.
   */
  void giveBack(List<LaneSegments.Unused> unused) throws SQLException {
    try (PreparedStatement statement =
        connection().prepareStatement(Sql.named("sequence/give-back"))) {
      statement.setObject(1, unused.stream().mapToLong(LaneSegments.Unused::mailbox).toArray());
      statement.setObject(2, unused.stream().mapToLong(LaneSegments.Unused::position).toArray());
      statement.setObject(3, unused.stream().mapToLong(LaneSegments.Unused::end).toArray());
      statement.executeUpdate();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      Connection fresh = connector.connect();
      fresh.setNetworkTimeout(Runnable::run, PATIENCE_MS);
      try (Statement statement = fresh.createStatement()) {
        statement.execute(Sql.named("sequence/session"));
      }
      connection = fresh;
    }
    return connection;
  }

  @Override
  public void close() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        // It is broken: the server ends it.
      }
    }
  }
}
