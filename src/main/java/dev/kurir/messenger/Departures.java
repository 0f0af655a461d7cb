package dev.kurir.messenger;

import dev.kurir.message.OwnerId;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sessions end, and who is told of it. Thread-safe. */
final class Departures implements Elsewhere.News {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
  private static final String ELSEWHERE = "bye: logged in elsewhere";
  private static final long AGAIN_S = 3;

  private final Users users;
  private final Sessions sessions;
  private final Elsewhere elsewhere;
  private final Wire wire;
  private final ScheduledExecutorService timer;
  private final Pushes pushes;
  private final Community community;

  Departures(
      Users users,
      Sessions sessions,
      Elsewhere elsewhere,
      Wire wire,
      ScheduledExecutorService timer,
      Pushes pushes,
      Community community) {
    this.users = users;
    this.sessions = sessions;
    this.elsewhere = elsewhere;
    this.wire = wire;
    this.timer = timer;
    this.pushes = pushes;
    this.community = community;
  }

  /** A session has ended by its user's wish: by a logout, or because they logged in elsewhere. */
  void ended(Session session) {
    pushes.ended(session);
    community.ended(session.user(), session.name());
    elsewhere.ended(session);
    Session now = sessions.of(session.user());
    if (now != null && !now.peer().equals(session.peer())) {
      wire.send(session.peer(), ELSEWHERE);
    }
  }

  /** A session that another server has, or nobody any more. */
  void forget(Session session) {
    sessions.forget(session);
    pushes.ended(session);
    community.ended(session.user(), session.name());
  }

  /** Its user has logged in at another server, or another server has taken it over. */
  @Override
  public boolean begun(OwnerId user, long serial, InetSocketAddress peer) {
    Session here = sessions.of(user);
    if (here == null) {
      return true;
    }
    boolean later = serial >= here.serial();
    if (later) {
      forget(here);
      if (!peer.equals(here.peer())) {
        wire.send(here.peer(), ELSEWHERE);
      }
    }
    return later;
  }

  @Override
  public void gone(String name) {
    users.forget(name);
  }

  /** An account is about to be removed: nothing of it may stay behind. */
  void leave(User user) {
    community.leaving(user.id(), user.name());
    Session session = sessions.of(user.id());
    if (session != null) {
      end(session, "bye: the account is gone");
    }
    elsewhere.gone(user.name());
  }

  /** A client acknowledges nothing any more: what it did not get is left for its next login. */
  void silent(Session session) {
    LOG.info("{}: no acknowledgement, the session ends", session);
    end(session, "bye: no acknowledgement");
  }

  /** Ends the sessions that said nothing for so long. */
  void endIdle(Duration longest) {
    for (Session session : sessions.all()) {
      if (System.nanoTime() - session.heardAt() > longest.toNanos()) {
        end(session, "bye: nothing was heard for " + longest.toMinutes() + " min");
      }
    }
  }

  private void end(Session session, String word) {
    try {
      session
          .strand()
          .execute(
              () -> {
                if (sessions.of(session.peer()) != session) {
                  return; // it has ended otherwise meanwhile
                }
                try {
                  sessions.end(session);
                  elsewhere.ended(session);
                  community.ended(session.user(), session.name());
                  wire.send(session.peer(), word);
                } catch (SQLException e) {
                  LOG.warn("{} can't be ended yet: the database is away", session);
                  endLater(session, word);
                }
                pushes.ended(session);
              });
    } catch (RejectedExecutionException e) {
      LOG.warn("{} can't be ended yet: too much waits", session);
      endLater(session, word);
    }
  }

  /** Its mailbox is parked: it must end, or its client would hear nothing more and not know. */
  private void endLater(Session session, String word) {
    try {
      var unused = timer.schedule(() -> end(session, word), AGAIN_S, TimeUnit.SECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("{}: the messenger stops, a restart looks at its mailbox", session);
    }
  }
}
