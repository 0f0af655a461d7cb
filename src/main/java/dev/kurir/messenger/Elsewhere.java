package dev.kurir.messenger;

import dev.kurir.cluster.Cluster;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in at other servers: read from the database when a server comes or goes, kept up by
 * what they tell each other. A session's number says which of two is the later. Thread-safe.
 */
final class Elsewhere {
  private static final Logger LOG = LoggerFactory.getLogger(Elsewhere.class);
  private static final String TOPIC = "sessions";

  private final DataSource active;
  private final Cluster cluster;
  private volatile @Nullable News news;
  private final Map<OwnerId, There> there = new ConcurrentHashMap<>();
  private @Nullable List<String> meanwhile;

  /** A session at another server. */
  record There(OwnerId user, String name, Node server, long serial) {}

  /** What others tell that concerns this server; must not block. */
  interface News {
    /**
     * A user has a session at another server, from an address.
     *
     * @return false when they have a later one here
     */
    boolean begun(OwnerId user, long serial, InetSocketAddress peer);

    /** There is no such user any more. */
    void gone(String name);
  }

  Elsewhere(DataSource active, Cluster cluster) {
    this.active = active;
    this.cluster = cluster;
  }

  /** Begins to listen. */
  void begin(News told) {
    news = told;
    cluster.hear(TOPIC, words -> hear(new String(words, StandardCharsets.UTF_8)));
  }

  /** Whether there may be other servers at all. */
  boolean isNowhere() {
    return cluster.isAlone();
  }

  /** All of them. */
  Collection<There> all() {
    return there.values();
  }

  /** Where a user is, asked of the database when nobody told. */
  Optional<Node> of(OwnerId user) throws SQLException {
    There known = there.get(user);
    if (known != null || isNowhere()) {
      return Optional.ofNullable(known).map(There::server);
    }
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("messenger/session-of"))) {
      statement.setInt(1, user.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(there(row).server) : Optional.empty();
      }
    }
  }

  /** Tells the others that a session has begun here. */
  void begun(Session session) {
    there.remove(session.user());
    InetSocketAddress peer = session.peer();
    tell(
        "begun %d %d %d %s %d %s"
            .formatted(
                cluster.self().id(),
                session.user().value(),
                session.serial(),
                peer.getAddress().getHostAddress(),
                peer.getPort(),
                session.name()));
  }

  /** Tells the others that a session has ended here. */
  void ended(Session session) {
    tell("ended %d %d".formatted(session.user().value(), session.serial()));
  }

  /** Tells the others that a user is gone for good. */
  void gone(String name) {
    tell("gone " + name);
  }

  private void tell(String words) {
    cluster.tell(TOPIC, words.getBytes(StandardCharsets.UTF_8));
  }

  private void hear(String told) {
    synchronized (this) {
      if (meanwhile != null) {
        meanwhile.add(told);
        return;
      }
    }
    take(told);
  }

  private void take(String told) {
    News listener = news;
    if (listener == null) {
      return;
    }
    String[] words = told.split(" ");
    try {
      switch (words[0]) {
        case "begun" -> {
          There begun =
              new There(
                  new OwnerId(Integer.parseInt(words[2])),
                  words[6],
                  new Node(Integer.parseInt(words[1])),
                  Long.parseLong(words[3]));
          InetSocketAddress peer = new InetSocketAddress(words[4], Integer.parseInt(words[5]));
          if (listener.begun(begun.user, begun.serial, peer)) {
            there.merge(
                begun.user, begun, (before, now) -> now.serial >= before.serial ? now : before);
          }
        }
        case "ended" -> {
          long serial = Long.parseLong(words[2]);
          there.computeIfPresent(
              new OwnerId(Integer.parseInt(words[1])),
              (user, known) -> known.serial <= serial ? null : known);
        }
        case "gone" -> listener.gone(words[1]);
        default -> LOG.warn("another server told what this one does not understand");
      }
    } catch (RuntimeException e) {
      LOG.warn("another server told what can't be read", e);
    }
  }

  /** Reads anew who is where; what is told meanwhile comes on top. */
  void reload() throws SQLException {
    if (isNowhere()) {
      return;
    }
    synchronized (this) {
      meanwhile = new ArrayList<>();
    }
    try {
      Map<OwnerId, There> read = read();
      there.keySet().retainAll(read.keySet());
      there.putAll(read);
    } finally {
      List<String> waiting;
      synchronized (this) {
        waiting = meanwhile == null ? List.of() : meanwhile;
        meanwhile = null;
      }
      waiting.forEach(this::take);
    }
  }

  private Map<OwnerId, There> read() throws SQLException {
    Map<OwnerId, There> read = new HashMap<>();
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("messenger/sessions-elsewhere"))) {
      statement.setInt(1, cluster.self().id());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          There one = there(row);
          read.put(one.user, one);
        }
      }
    }
    return read;
  }

  private static There there(ResultSet row) throws SQLException {
    return new There(
        new OwnerId(row.getInt("user_id")),
        row.getString("name"),
        new Node(row.getInt("server")),
        row.getLong("serial"));
  }
}
