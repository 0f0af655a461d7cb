package dev.kurir.cluster;

import dev.kurir.database.Columns;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What servers say of themselves in the database, over a connection that one of them keeps: while
 * it has the connection, the others know that it lives. One thread.
 */
final class ServerRows implements AutoCloseable {
  private final Connection connection;
  private final Node self;
  private boolean lives;

  /**
   * Takes over a new connection.
   *
   * @param connection PostgreSQL ends it when its process is silent for some seconds
   */
  ServerRows(Connection connection, Node self) {
    this.connection = connection;
    this.self = self;
  }

  /** Says what is to be said of this server. */
  void say(Server server) throws SQLException {
    if (!lives) {
      try (PreparedStatement lock = connection.prepareStatement(Sql.named("cluster/live"))) {
        lock.setInt(1, self.id());
        try (ResultSet row = lock.executeQuery()) {
          lives = row.next() && row.getBoolean(1);
        }
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("cluster/beat"))) {
      statement.setInt(1, self.id());
      statement.setString(2, server.clientAddress());
      statement.setString(3, server.clusterAddress());
      statement.setString(4, server.fingerprint());
      statement.setString(5, server.began().toString());
      statement.setInt(6, server.quota());
      statement.setInt(7, server.sessions());
      statement.setArray(
          8, Columns.of(connection, "int2", server.members(), node -> (short) node.id()));
      statement.executeUpdate();
    }
  }

  /** All servers, as they said; none is active yet. */
  List<Server> all() throws SQLException {
    List<Server> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("cluster/servers"));
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Set<Node> members = new HashSet<>();
        for (Object member : (Object[]) row.getArray("members").getArray()) {
          members.add(new Node(((Number) member).intValue()));
        }
        all.add(
            new Server(
                new Node(row.getInt("node")),
                row.getString("client_address"),
                row.getString("cluster_address"),
                row.getString("fingerprint"),
                row.getTimestamp("began_at").toInstant(),
                row.getInt("quota"),
                row.getInt("sessions"),
                members,
                false,
                row.getBoolean("lives"),
                null));
      }
    }
    return all;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
