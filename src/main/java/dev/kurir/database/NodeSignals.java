package dev.kurir.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node tells the others on the same database by LISTEN and NOTIFY: short words, each at
 * most once in {@link #COALESCED}, and none while no other node listens. A word may get lost with a
 * connection: the safety net looks for what nobody told of. Thread-safe.
 */
public final class NodeSignals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSignals.class);
  private static final Duration COALESCED = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST = 20_000;

  private final Database database;
  private final Node node;
  private final Consumer<String> heard;
  private final Set<String> untold = new LinkedHashSet<>();
  private final Thread listener = new Thread(this::listen, "node-listener");
  private final Thread teller = new Thread(this::tellAll, "node-teller");
  private volatile boolean closed;
  private volatile boolean alone = true;

  private NodeSignals(Database database, Node node, Consumer<String> heard) {
    this.database = database;
    this.node = node;
    this.heard = heard;
  }

  /**
   * Begins to listen.
   *
   * @param heard told what other nodes tell, on a thread of its own: it must not block
   */
  public static NodeSignals open(Database database, Node node, Consumer<String> heard) {
    NodeSignals signals = new NodeSignals(database, node, heard);
    signals.listener.setDaemon(true);
    signals.teller.setDaemon(true);
    signals.listener.start();
    signals.teller.start();
    return signals;
  }

  /** Tells the other nodes soon, if there are any. */
  public void tell(String news) {
    if (alone) {
      return;
    }
    synchronized (untold) {
      if (untold.size() < MOST && untold.add(news)) {
        untold.notifyAll();
      }
    }
  }

  private void listen() {
    while (!closed) {
      try (Connection connection = database.connect()) {
        connection.setClientInfo("ApplicationName", name());
        execute(connection, "database/listen");
        listen(connection);
      } catch (SQLException e) {
        LOG.debug("not listening: {}", e.toString());
        pause(Duration.ofSeconds(1));
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    long asked = System.nanoTime() - PATIENCE.toNanos();
    while (!closed) {
      if (System.nanoTime() - asked >= PATIENCE.toNanos()) {
        asked = System.nanoTime();
        alone = !othersListen(connection);
      }
      for (PGNotification one : notified.getNotifications(1_000)) {
        String news = one.getParameter();
        if (!news.startsWith(node.id() + " ")) {
          heard.accept(news.substring(news.indexOf(' ') + 1));
        }
      }
    }
  }

  private boolean othersListen(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named("database/other-nodes"))) {
      statement.setString(1, name());
      try (var row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private String name() {
    return "kurir node " + node.id();
  }

  private void tellAll() {
    while (!closed) {
      try {
        List<String> news = take();
        if (news != null) {
          tell(news);
        }
        TimeUnit.MILLISECONDS.sleep(COALESCED.toMillis());
      } catch (InterruptedException e) {
        return;
      } catch (SQLException e) {
        LOG.debug("other nodes are not told: {}", e.toString());
      }
    }
  }

  private @Nullable List<String> take() throws InterruptedException {
    synchronized (untold) {
      if (untold.isEmpty()) {
        untold.wait(1_000);
      }
      List<String> news = untold.isEmpty() ? null : List.copyOf(untold);
      untold.clear();
      return news;
    }
  }

  private void tell(List<String> news) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        var statement = connection.prepareStatement(Sql.named("database/notify"))) {
      statement.setArray(1, Columns.of(connection, "text", news, word -> node.id() + " " + word));
      statement.execute();
    }
  }

  private static void execute(Connection connection, String name) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.named(name))) {
      statement.execute();
    }
  }

  private static void pause(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops listening and telling. */
  @Override
  public void close() {
    closed = true;
    listener.interrupt();
    teller.interrupt();
  }
}
