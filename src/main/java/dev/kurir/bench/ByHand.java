package dev.kurir.bench;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * Old days copied as one would by hand: COPY out of each table, COPY into the archive's own tables
 * with all their indexes, a transaction each; nothing is compared, recorded or taken away.
 */
final class ByHand {
  private ByHand() {}

  /** Copies everything that is old; rows a second. */
  static double rate(Connection from, Connection to) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute(Sql.named("bench/forget-by-hand"));
    }
    Map<String, String> leaves = new LinkedHashMap<>();
    try (PreparedStatement statement = from.prepareStatement(Sql.named("bench/old-leaves"));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        leaves.put(rows.getString("leaf"), rows.getString("parent"));
      }
    }
    long rows = 0;
    long begun = System.nanoTime();
    for (Map.Entry<String, String> leaf : leaves.entrySet()) {
      try (PreparedStatement month = to.prepareStatement(Sql.named("bench/by-hand"))) {
        month.setString(1, leaf.getKey());
        month.execute();
      }
      rows += copy(from, leaf.getKey(), to, leaf.getValue());
    }
    return rows / ((System.nanoTime() - begun) / 1e9);
  }

  private static long copy(Connection from, String leaf, Connection to, String table)
      throws SQLException {
    String columns;
    try (PreparedStatement statement = from.prepareStatement(Sql.named("archive/columns"))) {
      statement.setString(1, leaf);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        columns = row.getString(1);
      }
    }
    CopyOut out =
        from.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                Sql.named("bench/copy-out").replace("$columns", columns).replace("$table", leaf));
    CopyIn in =
        to.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                Sql.named("archive/copy-in").replace("$columns", columns).replace("$table", table));
    for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      in.writeToCopy(row, 0, row.length);
    }
    return in.endCopy();
  }

  /** Copies whatever the message tables hold into another database of the same kind. */
  static void living(Connection from, Connection to) throws SQLException {
    for (String table : new String[] {"inbox", "outbox", "receipt", "attempt"}) {
      copy(from, table, to, table);
    }
  }
}
