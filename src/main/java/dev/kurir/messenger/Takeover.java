package dev.kurir.messenger;

import dev.kurir.cluster.Cluster;
import dev.kurir.database.Node;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after sessions when servers come and go. The server that has been there longest takes over
 * those of servers that are gone, and tells their clients where it is, until each asks here; a
 * server that slept gives up those that it does not have any more. Thread-safe.
 */
final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final int TRIES = 9;
  private static final long FIRST_PAUSE_MS = 100;

  private final Cluster cluster;
  private final Sessions sessions;
  private final Elsewhere elsewhere;
  private final Wire wire;
  private final String address;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private final Consumer<Session> taken;
  private final Consumer<Session> lost;
  private final AtomicBoolean looking = new AtomicBoolean();
  private List<Node> seen = List.of();

  /**
   * @param address where clients reach this server, {@code host:port}
   * @param taken told of each session that was taken over
   * @param lost told of each that is not here any more
   */
  Takeover(
      Cluster cluster,
      Sessions sessions,
      Elsewhere elsewhere,
      Wire wire,
      String address,
      Executor workers,
      ScheduledExecutorService timer,
      Consumer<Session> taken,
      Consumer<Session> lost) {
    this.cluster = cluster;
    this.sessions = sessions;
    this.elsewhere = elsewhere;
    this.wire = wire;
    this.address = address;
    this.workers = workers;
    this.timer = timer;
    this.taken = taken;
    this.lost = lost;
  }

  /**
   * Looks, once at a time.
   *
   * @param lapsed whether others may have taken over without this server's hearing of it
   */
  void look(boolean lapsed) {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(
          () -> {
            try {
              lookNow(lapsed);
            } catch (SQLException e) {
              LOG.debug("sessions can't be looked after yet: {}", e.toString());
            } finally {
              looking.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      looking.set(false);
    }
  }

  private void lookNow(boolean lapsed) throws SQLException {
    List<Node> members = cluster.members();
    boolean changed = lapsed || !members.equals(seen);
    if (changed) {
      sessions.lost().forEach(lost);
    }
    if (members.get(0).equals(cluster.self())) {
      List<Session> over = sessions.takeOver(members, workers);
      if (!over.isEmpty()) {
        LOG.info("{} sessions taken over from servers that are gone", over.size());
        over.forEach(this::announce);
        over.forEach(taken);
      }
    }
    if (changed) {
      elsewhere.reload();
      seen = members;
    }
  }

  private void announce(Session session) {
    elsewhere.begun(session);
    call(session, 1);
  }

  private void call(Session session, int attempt) {
    if (session.isFound() || attempt > TRIES || sessions.of(session.user()) != session) {
      return;
    }
    wire.send(session.peer(), "moved " + address);
    try {
      var unused =
          timer.schedule(
              () -> call(session, attempt + 1),
              FIRST_PAUSE_MS << (attempt - 1),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("{}: not told any more, the messenger stops", session);
    }
  }
}
