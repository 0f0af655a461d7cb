package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of all servers, as every one of them keeps it: once a second, and when one comes or
 * goes, each says in the database how it is, reads what the others say, and measures how far they
 * are. Thread-safe.
 */
public final class Servers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
  private static final String PING = "ping";
  private static final long BEAT_MS = 1_000;

  /** A newcomer and the others see each other within that time. */
  private static final long DOUBTFUL_NS = TimeUnit.SECONDS.toNanos(3);

  /** Longer without a beat, and others may have taken over. */
  private static final long LAPSE_NS = TimeUnit.SECONDS.toNanos(3);

  private static final double NEWEST = 0.3;

  private final Cluster cluster;
  private final Connector connector;
  private final Self self;
  private final Instant began;
  private final ScheduledExecutorService beats;
  private final List<Beat> told = new CopyOnWriteArrayList<>();
  private final Map<Node, Long> roundTrips = new ConcurrentHashMap<>();
  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> cutOff = new CompletableFuture<>();
  private volatile IntSupplier sessions = () -> 0;
  private volatile List<Server> last = List.of();
  private volatile boolean admitted;
  private @Nullable ServerRows rows;
  private long doubtfulSince;
  private boolean doubtful;
  private long beatAt = System.nanoTime();

  /**
   * What a server says of itself.
   *
   * @param clusterAddress empty: it works alone
   */
  public record Self(String clientAddress, String clusterAddress, String fingerprint, int quota) {}

  /** Told after each beat of a server that may serve, on the beats' thread. */
  @FunctionalInterface
  public interface Beat {
    /**
     * The servers are looked through.
     *
     * @param lapsed whether so much time has passed that others may have taken over
     */
    void beat(boolean lapsed);
  }

  private Servers(Cluster cluster, Connector connector, Self self, Clock clock) {
    this.cluster = cluster;
    this.connector = connector;
    this.self = self;
    this.began = clock.instant();
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "cluster-beat");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    this.beats = executor;
  }

  /** A server that works alone: nothing is started. */
  public static Servers alone(Node node, Self self, Clock clock) {
    return new Servers(
        new Alone(node),
        () -> {
          throw new SQLException("a server alone says nothing");
        },
        self,
        clock);
  }

  /** Begins to say and to look. */
  public static Servers open(Cluster cluster, Connector connector, Self self, Clock clock) {
    Servers servers = new Servers(cluster, connector, self, clock);
    cluster.answer(PING, question -> CompletableFuture.completedFuture(question));
    cluster.onChange(servers::soon);
    var unused =
        servers.beats.scheduleWithFixedDelay(servers::beat, 0, BEAT_MS, TimeUnit.MILLISECONDS);
    return servers;
  }

  /** How many sessions there are here. */
  public void counting(IntSupplier here) {
    sessions = here;
  }

  /** Calls after each beat from now on. */
  public void onBeat(Beat by) {
    told.add(by);
  }

  /** Completes when this server is cut off from the others: it must serve nobody any more. */
  public CompletableFuture<Void> cutOff() {
    return cutOff;
  }

  /** Whether this server may serve: all others that live work together with it, or it with most. */
  public boolean admitted() {
    return admitted;
  }

  private void soon() {
    try {
      beats.execute(this::beat);
    } catch (RejectedExecutionException e) {
      LOG.debug("no beat any more, the list is closed");
    }
  }

  private void beat() {
    try {
      ServerRows open = rows;
      if (open == null) {
        open = new ServerRows(connector.connect(), cluster.self());
        rows = open;
      }
      Server own = own();
      open.say(own);
      List<Server> all = open.all();
      boolean lapsed = System.nanoTime() - beatAt > LAPSE_NS;
      beatAt = System.nanoTime();
      judge(own, all);
      measure();
      last = all;
      if (!doubtful) {
        told.forEach(by -> by.beat(lapsed));
      }
    } catch (SQLException e) {
      LOG.debug("no beat: {}", e.toString());
      close(rows);
      rows = null;
    } catch (RuntimeException e) {
      LOG.error("a beat failed", e);
    }
  }

  private Server own() {
    return new Server(
        cluster.self(),
        self.clientAddress,
        self.clusterAddress,
        self.fingerprint,
        began,
        self.quota,
        sessions.getAsInt(),
        Set.copyOf(cluster.members()),
        true,
        true,
        Duration.ZERO);
  }

  private void judge(Server own, List<Server> all) {
    for (Server other : all) {
      if (other.lives()
          && !other.fingerprint().equals(self.fingerprint)
          && reported.add(other.node() + other.fingerprint())) {
        LOG.error(
            "server {} shows the key {} (expected: {}, as here): it is not let in",
            other.clusterAddress(),
            abbreviated(other.fingerprint()),
            abbreviated(self.fingerprint));
      }
    }
    boolean now = Standing.cutOff(own, all);
    if (now && !doubtful) {
      doubtfulSince = System.nanoTime();
    }
    doubtful = now;
    if (now && admitted && System.nanoTime() - doubtfulSince > DOUBTFUL_NS) {
      admitted = false;
      cutOff.complete(null);
    }
  }

  private void measure() {
    roundTrips.keySet().retainAll(cluster.members());
    for (Node other : cluster.members()) {
      if (!other.equals(cluster.self())) {
        long asked = System.nanoTime();
        var unused =
            cluster
                .ask(other, PING, new byte[0])
                .thenAccept(
                    answer ->
                        roundTrips.merge(
                            other,
                            System.nanoTime() - asked,
                            (before, latest) -> (long) (before * (1 - NEWEST) + latest * NEWEST)));
      }
    }
  }

  /**
   * Waits until this server is let in by those who are there.
   *
   * @throws ClusterException when it never will be, because its key is another one
   */
  public void await() throws InterruptedException {
    boolean told = false;
    long begun = System.nanoTime();
    while (last.isEmpty() || Standing.cutOff(own(), last)) {
      boolean late = System.nanoTime() - begun > DOUBTFUL_NS;
      if (late) {
        requireKey(); // the others have had the time to report it as well
      }
      if (late && !told) {
        told = true;
        LOG.error(
            "this server can't reach others that live: {}; it serves nobody until it can",
            strangers().map(Server::clusterAddress).toList());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    admitted = true;
  }

  private void requireKey() {
    for (Server other : strangers().toList()) {
      if (!other.fingerprint().equals(self.fingerprint)) {
        throw new ClusterException(
            "kurir.cluster.keystore: its key, %s…, is not that of %s, %s… (expected: the same file at every server)"
                .formatted(
                    abbreviated(self.fingerprint),
                    other.clusterAddress(),
                    abbreviated(other.fingerprint())));
      }
    }
  }

  private Stream<Server> strangers() {
    return last.stream()
        .filter(server -> server.lives() && !cluster.members().contains(server.node()));
  }

  /**
   * All servers of the last hour, this one first, then the nearest ones, then those that are gone.
   */
  public List<Server> list() {
    List<Node> members = cluster.members();
    Server own = own();
    return Stream.concat(
            Stream.of(own),
            last.stream()
                .filter(server -> !server.node().equals(own.node()))
                .map(server -> with(server, members)))
        .sorted(
            Comparator.<Server, Boolean>comparing(server -> !server.node().equals(own.node()))
                .thenComparing(server -> !server.active())
                .thenComparing(server -> nanos(server.roundTrip()))
                .thenComparing(server -> server.node().id()))
        .toList();
  }

  private Server with(Server server, List<Node> members) {
    boolean active = server.lives() && members.contains(server.node());
    Long nanos = active ? roundTrips.get(server.node()) : null;
    return server.with(active, nanos == null ? null : Duration.ofNanos(nanos));
  }

  private static long nanos(@Nullable Duration roundTrip) {
    return roundTrip == null ? Long.MAX_VALUE : roundTrip.toNanos();
  }

  /** The other server with most room for one more session; empty: there is none. */
  public Optional<Server> roomiest() {
    return list().stream()
        .filter(server -> server.hasRoom() && !server.node().equals(cluster.self()))
        .min(Comparator.comparingDouble(server -> (double) server.sessions() / server.quota()));
  }

  /** A fingerprint as people compare it. */
  public static String abbreviated(String fingerprint) {
    return fingerprint.length() > 16 ? fingerprint.substring(0, 16) : fingerprint;
  }

  private static void close(@Nullable ServerRows open) {
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("closing: {}", e.toString());
      }
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
    try {
      if (beats.awaitTermination(5, TimeUnit.SECONDS)) {
        close(rows);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
