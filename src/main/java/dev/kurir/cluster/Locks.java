package dev.kurir.cluster;

import dev.kurir.database.Columns;
import dev.kurir.database.Database;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import dev.kurir.message.BotId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * The advisory locks of bots that one connection holds; with the connection all of them are gone.
 * One thread.
 */
final class Locks {
  private final Connection connection;
  private final PGConnection words;
  private final Set<BotId> taken = new HashSet<>();

  Locks(Connection connection) throws SQLException {
    this.connection = connection;
    this.words = connection.unwrap(PGConnection.class);
  }

  /** What is held. */
  Set<BotId> taken() {
    return Set.copyOf(taken);
  }

  /**
   * @throws SQLException when the locks are gone
   */
  void touch() throws SQLException {
    Database.touch(connection);
  }

  /** Takes those that nobody has; whether there were any. */
  boolean take(Collection<BotId> bots) throws SQLException {
    List<BotId> missing = new ArrayList<>(bots);
    missing.removeAll(taken); // a lock taken twice has to be freed twice
    if (missing.isEmpty()) {
      return false;
    }
    int before = taken.size();
    try (PreparedStatement statement = statement("cluster/take", missing);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        taken.add(new BotId(row.getInt(1)));
      }
    }
    return taken.size() > before;
  }

  void free(Collection<BotId> bots) throws SQLException {
    if (bots.isEmpty()) {
      return;
    }
    taken.removeAll(bots);
    try (PreparedStatement statement = statement("cluster/free", bots)) {
      statement.execute();
    }
  }

  /**
   * Waits.
   *
   * @throws SQLException at once when the database ends the connection
   */
  void waitFor(int milliseconds) throws SQLException {
    var unused = words.getNotifications(milliseconds);
  }

  /** The nodes that serve no bots. */
  Set<Node> withoutBots() throws SQLException {
    Set<Node> nodes = new HashSet<>();
    try (PreparedStatement statement =
            connection.prepareStatement(Sql.named("cluster/without-bots"));
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        nodes.add(new Node(row.getInt(1)));
      }
    }
    return nodes;
  }

  private PreparedStatement statement(String name, Collection<BotId> bots) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(Sql.named(name));
    Columns.bind(statement, 1, bots).add("int4", BotId::value);
    return statement;
  }
}
