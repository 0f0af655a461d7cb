package dev.kurir;

import dev.kurir.cluster.Cluster;
import dev.kurir.cluster.Places;
import dev.kurir.database.Database;
import dev.kurir.database.Node;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.network.Tenure;
import dev.kurir.outbox.Outbox;
import dev.kurir.owner.BotRefusedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node serves which bot: tells the networks of this one which bots they get and lose, finds
 * out which bots other nodes have registered or removed, and keeps the locks. For a node alone it
 * does nothing. Thread-safe.
 */
final class Placement implements Tenure, Places.Tenant, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Placement.class);
  private static final String TOPIC = "standing";
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration LIVE_WITHIN = Duration.ofSeconds(10);
  private static final Duration SERVER_WITHIN = Duration.ofSeconds(10);
  private static final int LOOK_EVERY_S = 30;
  private static final int ASK_AGAIN_MS = 200;

  private final Cluster cluster;
  private final boolean alone;
  private final NetworkDirectory networks;
  private final Supplier<List<Bot>> living;
  private final Runnable tells;
  private final Relay relay;
  private final AtomicBoolean looks = new AtomicBoolean();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> daemon(task, "kurir-places"));
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "kurir-beat"));
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "kurir-bots"));
  private final Places places;

  /**
   * Begins; no bot is served before {@link #begin}.
   *
   * @param living asks the database which bots there are
   * @param tells tells other nodes that this has changed
   */
  Placement(
      Cluster cluster,
      Database active,
      NetworkDirectory networks,
      Supplier<List<Bot>> living,
      Runnable tells) {
    this.cluster = cluster;
    this.alone = cluster.isAlone();
    this.networks = networks;
    this.living = living;
    this.tells = tells;
    this.relay =
        new Relay(
            cluster,
            network -> networks.capabilities(network).map(c -> c.recognisesRepeats()).orElse(false),
            threads,
            SERVER_WITHIN);
    this.places = Places.open(cluster, () -> active.connectForLocks(ANSWER), this);
    relay.go(this::place);
    networks.share(this);
    cluster.answer(TOPIC, this::standing);
    cluster.onChange(this::lookSoon);
  }

  /** How the outbox connects: so that a frozen node loses its locks, where there are several. */
  static Outbox.Connector outbox(Cluster cluster, Database active) {
    if (cluster.isAlone()) {
      return active::connect;
    }
    return new Outbox.Connector() {
      @Override
      public Connection connect() throws SQLException {
        return active.connectForLocks(Duration.ofMinutes(1));
      }

      @Override
      public Duration lease() {
        return LEASE;
      }
    };
  }

  /** What the outbox's routes ask. */
  Relay relay() {
    return relay;
  }

  /** Opens all bots that are to be served here; from then on follows what changes. */
  void begin(OutboundRoutes routes, Outbox outbox) {
    relay.begin(routes::send);
    networks.openAll(living.get());
    if (!alone) {
      var word = beat.scheduleWithFixedDelay(() -> touch(outbox), 0, 1, TimeUnit.SECONDS);
      var look =
          looking.scheduleWithFixedDelay(
              this::lookSoon, LOOK_EVERY_S, LOOK_EVERY_S, TimeUnit.SECONDS);
    }
  }

  private static void touch(Outbox outbox) {
    try {
      outbox.touch();
    } catch (RuntimeException e) {
      LOG.error("the outbox's locks were not kept", e); // and are kept again in a second
    }
  }

  /** Bots were registered or removed here. */
  void tellOthers() {
    tells.run();
  }

  /** Bots were registered or removed somewhere: compares, soon and once. */
  void lookSoon() {
    if (!alone && looks.compareAndSet(false, true)) {
      threads.execute(this::look);
    }
  }

  private void look() {
    synchronized (looks) {
      looks.set(false);
      try {
        networks.compare(living);
      } catch (RuntimeException e) {
        LOG.warn("bots of other nodes: not known yet: {}", e.toString());
      }
    }
  }

  /** Whether some other node may have the bots of exclusive networks. */
  boolean isShared() {
    return !alone;
  }

  /** Some node has to serve these. */
  void serve(Collection<BotId> bots) {
    places.serve(bots);
  }

  /** No node has to serve it any more. */
  void forget(BotId bot) {
    places.forget(bot);
  }

  /** Whether this node has to serve it, as far as it was told. */
  boolean has(BotId bot) {
    return places.has(bot);
  }

  @Override
  public boolean holds(BotId bot) {
    return alone || places.holds(bot);
  }

  private Optional<Node> place(Dispatch dispatch) {
    if (alone || !networks.isExclusive(dispatch.network())) {
      return Optional.empty();
    }
    BotId bot = dispatch.bot();
    if (!places.holds(bot)) {
      return Optional.of(places.of(bot));
    }
    boolean opening = networks.standing(bot).equals(NetworkDirectory.COMING);
    return opening ? Optional.of(cluster.self()) : Optional.empty();
  }

  @Override
  public void gained(BotId bot) {
    threads.execute(() -> networks.gained(bot));
  }

  @Override
  public CompletionStage<?> lost(BotId bot) {
    return CompletableFuture.runAsync(() -> networks.lost(bot), threads);
  }

  private CompletionStage<byte[]> standing(byte[] question) {
    BotId bot = new BotId(Integer.parseInt(new String(question, StandardCharsets.UTF_8)));
    String standing = networks.standing(bot);
    if (standing.equals(NetworkDirectory.UNKNOWN)) {
      lookSoon();
    }
    return CompletableFuture.completedFuture(standing.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits until a node serves the bot, at most ten seconds; then whoever can goes on trying.
   *
   * @throws BotRefusedException when its network refuses it there
   */
  void awaitOpen(Bot bot) throws BotRefusedException {
    long deadline = System.nanoTime() + LIVE_WITHIN.toNanos();
    try {
      while (System.nanoTime() - deadline < 0) {
        String standing = standing(places.of(bot.id()), bot.id());
        if (standing.equals(NetworkDirectory.OPEN)) {
          return;
        }
        if (standing.startsWith(NetworkDirectory.REFUSED)) {
          throw new BotRefusedException(standing.substring(NetworkDirectory.REFUSED.length()));
        }
        TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
      }
      LOG.warn("{}: no node serves it yet", bot);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String standing(Node node, BotId bot) throws InterruptedException {
    if (node.equals(cluster.self())) {
      return networks.standing(bot);
    }
    byte[] question = bot.toString().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] answer =
          cluster
              .ask(node, TOPIC, question)
              .toCompletableFuture()
              .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return new String(answer, StandardCharsets.UTF_8);
    } catch (ExecutionException | TimeoutException e) {
      return NetworkDirectory.UNKNOWN;
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** After the bots are closed: other nodes may have them. */
  @Override
  public void close() {
    beat.shutdownNow();
    looking.shutdownNow();
    places.close();
  }
}
