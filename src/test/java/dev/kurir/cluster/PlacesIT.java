package dev.kurir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.database.Node;
import dev.kurir.message.BotId;
import dev.kurir.owner.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@Timeout(120)
class PlacesIT {
  private static final int BOTS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static TestDatabase database;

  private final Town town = new Town();
  private final List<Server> servers = new CopyOnWriteArrayList<>();
  private final Ledger ledger = new Ledger();
  private final List<BotId> bots = IntStream.rangeClosed(1, BOTS).mapToObj(BotId::new).toList();

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @AfterEach
  void close() {
    servers.forEach(Server::close);
    town.close();
  }

  /** Who acts for which bot: two at a time is what must never be. */
  private static final class Ledger {
    final Map<BotId, Server> acting = new ConcurrentHashMap<>();
    final List<String> clashes = new CopyOnWriteArrayList<>();

    void begin(BotId bot, Server server) {
      Server other = acting.put(bot, server);
      if (other != null && other != server && other.places().holds(bot)) {
        clashes.add("bot " + bot + ": " + other + " and " + server);
      }
    }

    void end(BotId bot, Server server) {
      acting.remove(bot, server);
    }
  }

  /** A node that acts for its bots all the time, each time only where it holds the bot. */
  private final class Server implements Places.Tenant, AutoCloseable {
    final Town.Member member;
    final Set<BotId> served = ConcurrentHashMap.newKeySet();
    final AtomicLong acted = new AtomicLong();
    private volatile boolean frozen;
    private volatile boolean closed;
    private volatile boolean cutOff;
    private volatile int backend;
    private volatile Places places;
    private final Thread acting = new Thread(this::act);

    Server(int id) {
      member = town.join(id);
      places = Places.open(member, this::connect, this);
      servers.add(this);
      places.serve(bots);
      acting.setDaemon(true);
      acting.start();
    }

    Places places() {
      return places;
    }

    private Connection connect() throws SQLException {
      if (cutOff) {
        throw new SQLException("the database is not reached");
      }
      Connection connection = database.database().connectForLocks(Duration.ofSeconds(3));
      backend = connection.unwrap(PGConnection.class).getBackendPID();
      return freezing(connection);
    }

    /** The database ends its connection, and takes no other. */
    void cutOff() {
      cutOff = true;
      database.execute("SELECT pg_terminate_backend(" + backend + ")");
    }

    void reconnect() {
      cutOff = false;
    }

    /** A connection that stands still with its node. */
    private Connection freezing(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                standStill();
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private void standStill() {
      while (frozen && !closed) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    private void act() {
      while (!closed) {
        standStill();
        for (BotId bot : bots) {
          if (places.holds(bot)) {
            acted.incrementAndGet();
          }
        }
        LockSupport.parkNanos(1_000_000);
      }
    }

    void freeze() {
      frozen = true;
    }

    void wake() {
      frozen = false;
    }

    List<BotId> held() {
      return bots.stream().filter(places::holds).toList();
    }

    @Override
    public void gained(BotId bot) {
      ledger.begin(bot, this);
      served.add(bot);
    }

    @Override
    public CompletionStage<?> lost(BotId bot) {
      return CompletableFuture.runAsync(
          () -> {
            served.remove(bot);
            ledger.end(bot, this);
          });
    }

    @Override
    public String toString() {
      return "node " + member.self().id();
    }

    @Override
    public void close() {
      closed = true;
      places.close();
    }
  }

  private void awaitEachHeldOnceBy(Server... some) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<BotId> all = new ArrayList<>();
              for (Server server : some) {
                all.addAll(server.held());
                assertThat(server.served).containsExactlyInAnyOrderElementsOf(server.held());
              }
              assertThat(all).containsExactlyInAnyOrderElementsOf(bots);
            });
  }

  @Test
  void eachBotIsHeldByOneWhileMembersComeAndGo() {
    Server one = new Server(1);
    awaitEachHeldOnceBy(one);
    Server two = new Server(2);
    Server three = new Server(3);
    awaitEachHeldOnceBy(one, two, three);
    assertThat(one.held()).isNotEmpty();
    assertThat(two.held()).isNotEmpty();
    assertThat(three.held()).isNotEmpty();

    town.leave(2);
    two.close();
    awaitEachHeldOnceBy(one, three);
    Server four = new Server(4);
    awaitEachHeldOnceBy(one, three, four);
    assertThat(two.held()).isEmpty();
    assertThat(ledger.clashes).isEmpty();
  }

  @Test
  void aNodeThatOthersLostKeepsItsBotsUntilItsLocksGo() {
    Server one = new Server(1);
    Server two = new Server(2);
    awaitEachHeldOnceBy(one, two);
    List<BotId> kept = two.held();

    town.leave(2); // only the membership says so: its connection stands
    await().until(() -> one.member.members().size() == 1);
    assertThat(two.held()).containsExactlyElementsOf(kept);
    assertThat(one.held()).doesNotContainAnyElementsOf(kept);

    two.close();
    awaitEachHeldOnceBy(one);
    assertThat(ledger.clashes).isEmpty();
  }

  @Test
  void aNodeWhoseConnectionIsCutHoldsNothingAndThenItsOwnAgain() {
    Server one = new Server(1);
    Server two = new Server(2);
    awaitEachHeldOnceBy(one, two);
    List<BotId> ofTwo = two.held();

    town.leave(2);
    two.cutOff();
    await().atMost(PATIENCE).until(() -> one.held().size() == BOTS);
    assertThat(two.held()).isEmpty();
    await().atMost(PATIENCE).until(two.served::isEmpty);

    two.reconnect();
    town.rejoin(two.member);
    await().atMost(PATIENCE).until(() -> two.held().equals(ofTwo));
    awaitEachHeldOnceBy(one, two);
    assertThat(ledger.clashes).isEmpty();
  }

  @Test
  void aFrozenNodeLosesItsBotsAndActsNoMoreWhenItWakes() {
    Server one = new Server(1);
    Server two = new Server(2);
    awaitEachHeldOnceBy(one, two);
    assertThat(two.acted.get()).isPositive();

    two.freeze();
    town.leave(2);
    await().atMost(PATIENCE).until(() -> one.held().size() == BOTS);
    assertThat(two.held()).isEmpty();
    long before = two.acted.get();
    two.wake();
    await().atMost(PATIENCE).until(two.served::isEmpty);
    assertThat(two.acted.get()).isEqualTo(before);
    assertThat(one.held()).hasSize(BOTS);

    town.rejoin(two.member);
    awaitEachHeldOnceBy(one, two);
    assertThat(two.acted.get()).isGreaterThanOrEqualTo(before);
    assertThat(ledger.clashes).isEmpty();
  }

  @Test
  void aBotThatNobodyHasToServeIsFree() {
    Server one = new Server(1);
    awaitEachHeldOnceBy(one);

    one.places().forget(new BotId(7));

    await().atMost(PATIENCE).until(() -> !one.served.contains(new BotId(7)));
    assertThat(one.places().holds(new BotId(7))).isFalse();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7104 AND objid = 7")
                    == 0);
  }

  @Test
  void aNodeAloneHoldsWhatItServesWithoutAConnection() {
    Server alone = new Server(9);
    awaitEachHeldOnceBy(alone);
    try (Places places =
        Places.open(
            new Alone(new Node(5)),
            () -> {
              throw new SQLException("not to be asked");
            },
            alone)) {
      places.serve(List.of(new BotId(100)));
      assertThat(places.holds(new BotId(100))).isTrue();
      assertThat(places.holds(new BotId(101))).isFalse();
      places.forget(new BotId(100));
      assertThat(places.holds(new BotId(100))).isFalse();
    }
  }
}
