package dev.kurir.cluster;

import dev.kurir.database.Node;
import dev.kurir.message.BotId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bots this node serves, of those that only one node may serve at a time.
 *
 * <p>By the members each bot belongs to one node ({@link Rendezvous}). That is no fence, so the
 * node serves it only while it holds an advisory lock of PostgreSQL, and acts only within three
 * seconds after it last knew that it did. All its locks are on one connection, which is touched
 * each second and which PostgreSQL ends after four seconds of silence: a node that is frozen or cut
 * off has stopped acting before another can take its bots, and acts no more when it wakes. (Two may
 * overlap when a machine is suspended and its clock with it; and when the database ends the
 * connection of a node that stands still at that moment for less than its lease.)
 *
 * <p>A node alone has no connection and holds what it serves. Thread-safe.
 */
public final class Places implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Places.class);
  private static final long BEAT = Duration.ofSeconds(1).toNanos();
  private static final long LEASE = Duration.ofSeconds(3).toNanos();
  private static final int LOOK_MS = 100;
  private static final int RECONNECT_MS = 500;

  /** Within so long a node that is awake has noticed that the database ended its connection. */
  private static final int GRACE_MS = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final boolean alone;
  private final Connector connector;
  private final Tenant tenant;
  private final Set<BotId> wanted = ConcurrentHashMap.newKeySet();
  private final Set<BotId> held = ConcurrentHashMap.newKeySet();
  private final Set<BotId> leaving = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::live, "places");
  private volatile Set<Node> withoutBots = Set.of();
  private volatile long sureAt = System.nanoTime() - LEASE;

  /** Serves the bots. Called on one thread, which it must not hold up. */
  public interface Tenant {
    /** This node is to serve it; where another one did, it has stopped. */
    void gained(BotId bot);

    /**
     * This node must not serve it any more.
     *
     * @return completes when it does not, whether it could or not; then another node may
     */
    CompletionStage<?> lost(BotId bot);
  }

  private Places(Cluster cluster, Connector connector, Tenant tenant) {
    this.cluster = cluster;
    this.alone = cluster.isAlone();
    this.connector = connector;
    this.tenant = tenant;
  }

  /** Begins; nothing is held before {@link #serve}. */
  public static Places open(Cluster cluster, Connector connector, Tenant tenant) {
    Places places = new Places(cluster, connector, tenant);
    if (!places.alone) {
      cluster.onChange(() -> places.changed.set(true));
      places.thread.setDaemon(true);
      places.thread.start();
    }
    return places;
  }

  /** Some node has to serve these as well; each node must say so. */
  public void serve(Collection<BotId> bots) {
    for (BotId bot : bots) {
      if (wanted.add(bot) && alone) {
        held.add(bot);
        tenant.gained(bot);
      }
    }
    changed.set(true);
  }

  /** No node has to serve it any more. */
  public void forget(BotId bot) {
    wanted.remove(bot);
    if (alone && held.remove(bot)) {
      var unused = tenant.lost(bot);
    }
    changed.set(true);
  }

  /** Whether this node may act for the bot now: asked before each action. */
  public boolean holds(BotId bot) {
    return held.contains(bot) && (alone || System.nanoTime() - sureAt < LEASE);
  }

  /** Whether the bot was gained and not lost since; it may be lost without being told so yet. */
  public boolean has(BotId bot) {
    return held.contains(bot);
  }

  /** To which node a bot belongs, as this one sees it; perhaps that one has it not yet. */
  public Node of(BotId bot) {
    return Rendezvous.of(bot, serving());
  }

  /** The members that serve bots; all, where none of them says so. */
  private List<Node> serving() {
    List<Node> members = cluster.members();
    List<Node> serving = members.stream().filter(node -> !withoutBots.contains(node)).toList();
    return serving.isEmpty() ? members : serving;
  }

  private void live() {
    while (closed.getCount() > 0) {
      try (Connection connection = connector.connect()) {
        hold(new Locks(connection));
      } catch (SQLException | RuntimeException e) {
        if (closed.getCount() > 0 && !held.isEmpty()) {
          LOG.warn("places: the locks of {} bots are gone: {}", held.size(), e.toString());
        }
      }
      List.copyOf(held).forEach(this::lose);
      stops(RECONNECT_MS);
    }
  }

  private void hold(Locks locks) throws SQLException {
    long asked = System.nanoTime() - BEAT;
    while (closed.getCount() > 0) {
      long now = System.nanoTime();
      if (changed.getAndSet(false) || now - asked >= BEAT) {
        locks.touch();
        asked = now;
        sureAt = now;
        settle(locks);
      }
      locks.waitFor(LOOK_MS);
    }
    handOver(locks);
  }

  /** Gives up what is not ours any more, and takes what is and is free. */
  private void settle(Locks locks) throws SQLException {
    withoutBots = locks.withoutBots();
    List<Node> members = serving();
    Set<BotId> ours = new HashSet<>(wanted);
    ours.removeIf(bot -> !Rendezvous.of(bot, members).equals(cluster.self()));
    held.stream().filter(bot -> !ours.contains(bot)).toList().forEach(this::lose);
    Set<BotId> free = new HashSet<>(locks.taken());
    free.removeAll(ours);
    free.removeAll(leaving);
    locks.free(free);
    ours.removeAll(held);
    ours.removeAll(leaving);
    if (locks.take(ours)) {
      locks.waitFor(GRACE_MS);
      locks.touch();
    }
    ours.retainAll(locks.taken());
    held.addAll(ours);
    ours.forEach(tenant::gained);
  }

  private void lose(BotId bot) {
    held.remove(bot);
    leaving.add(bot);
    var unused =
        tenant
            .lost(bot)
            .whenComplete(
                (done, failure) -> {
                  leaving.remove(bot);
                  changed.set(true);
                });
  }

  /** Nothing is freed before whoever served it has stopped. */
  private void handOver(Locks locks) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List.copyOf(held).forEach(this::lose);
    while (!leaving.isEmpty() && System.nanoTime() < deadline) {
      locks.touch();
      locks.waitFor(LOOK_MS);
    }
  }

  private boolean stops(int milliseconds) {
    try {
      return closed.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Gives everything up, for others to take at once. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(PATIENCE.toMillis() + BEAT / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (alone) {
      held.clear();
    }
  }
}
