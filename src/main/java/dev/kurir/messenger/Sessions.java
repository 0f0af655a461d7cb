package dev.kurir.messenger;

import dev.kurir.database.Columns;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.OwnerId;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in at this server: in memory, and in the active database so that a restart ends
 * nobody's session. A user has one session; a new login ends the one before. Thread-safe.
 */
final class Sessions {
  private static final int LOCKS = 64;

  private final DataSource active;
  private final Node node;
  private final Clock clock;
  private final Map<InetSocketAddress, Session> byPeer = new ConcurrentHashMap<>();
  private final Map<OwnerId, Session> byUser = new ConcurrentHashMap<>();
  private final Object[] locks = new Object[LOCKS];

  Sessions(DataSource active, Node node, Clock clock) {
    this.active = active;
    this.node = node;
    this.clock = clock;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** Goes on with the sessions that were here before a restart. */
  void restore(Executor workers) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("messenger/sessions-here"))) {
      statement.setInt(1, node.id());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          remember(session(row, workers));
        }
      }
    }
  }

  private static Session session(ResultSet row, Executor workers) throws SQLException {
    return new Session(
            row.getObject("id", UUID.class),
            new OwnerId(row.getInt("user_id")),
            row.getString("name"),
            new InetSocketAddress(row.getString("address"), row.getInt("port")),
            row.getBoolean("acknowledges"),
            row.getBytes("token"),
            workers)
        .numbered(row.getLong("serial"));
  }

  /**
   * Takes over the sessions of servers that are gone.
   *
   * @param members who is not
   */
  List<Session> takeOver(Collection<Node> members, Executor workers) throws SQLException {
    List<Session> taken =
        Transaction.in(
            active,
            connection -> {
              List<Session> rows = new ArrayList<>();
              try (PreparedStatement statement =
                  connection.prepareStatement(Sql.named("messenger/take-over"))) {
                statement.setInt(1, node.id());
                statement.setArray(
                    2, Columns.of(connection, "int2", members, member -> (short) member.id()));
                try (ResultSet row = statement.executeQuery()) {
                  while (row.next()) {
                    rows.add(session(row, workers));
                  }
                }
              }
              return rows;
            });
    taken.forEach(this::remember);
    return taken;
  }

  /** Those of this server that another one has, or nobody any more. */
  List<Session> lost() throws SQLException {
    List<Session> before = List.copyOf(byPeer.values());
    Set<UUID> here = new HashSet<>();
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("messenger/sessions-here"))) {
      statement.setInt(1, node.id());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          here.add(row.getObject("id", UUID.class));
        }
      }
    }
    return before.stream().filter(session -> !here.contains(session.id())).toList();
  }

  private void remember(Session session) {
    byPeer.put(session.peer(), session);
    byUser.put(session.user(), session);
  }

  @Nullable Session of(InetSocketAddress peer) {
    return byPeer.get(peer);
  }

  @Nullable Session of(OwnerId user) {
    return byUser.get(user);
  }

  Collection<Session> all() {
    return List.copyOf(byPeer.values());
  }

  int count() {
    return byPeer.size();
  }

  /**
   * Begins a session.
   *
   * @return those that it has ended: the user's own before, and another user's from there
   */
  List<Session> begin(Session session) throws SQLException {
    synchronized (lock(session.user())) {
      List<Session> ended = new ArrayList<>();
      Session other = byPeer.get(session.peer());
      if (other != null && !other.user().equals(session.user())) {
        end(other);
        ended.add(other);
      }
      Transaction.in(
          active,
          connection -> {
            lockUser(connection, session.user());
            endOf(connection, session.user());
            return session.numbered(insert(connection, session));
          });
      Session before = byUser.get(session.user());
      if (before != null) {
        byPeer.remove(before.peer(), before);
        ended.add(before);
      }
      remember(session);
      return ended;
    }
  }

  /** Ends a session; repeatable. */
  void end(Session session) throws SQLException {
    Transaction.in(
        active,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Sql.named("messenger/end-session"))) {
            statement.setObject(1, session.id());
            return statement.executeUpdate();
          }
        });
    forget(session);
  }

  /** It has ended elsewhere. */
  void forget(Session session) {
    byPeer.remove(session.peer(), session);
    byUser.remove(session.user(), session);
  }

  private Object lock(OwnerId user) {
    return locks[user.value() % LOCKS];
  }

  private static void lockUser(Connection connection, OwnerId user) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.named("messenger/lock-user"))) {
      statement.setInt(1, user.value());
      statement.executeQuery().close();
    }
  }

  private static void endOf(Connection connection, OwnerId user) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.named("messenger/end-session-of"))) {
      statement.setInt(1, user.value());
      statement.executeQuery().close();
    }
  }

  private long insert(Connection connection, Session session) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.named("messenger/add-session"))) {
      statement.setObject(1, session.id());
      statement.setInt(2, session.user().value());
      statement.setInt(3, node.id());
      statement.setString(4, session.peer().getAddress().getHostAddress());
      statement.setInt(5, session.peer().getPort());
      statement.setBoolean(6, session.acknowledges());
      statement.setBytes(7, session.token());
      statement.setTimestamp(8, Timestamp.from(clock.instant()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
