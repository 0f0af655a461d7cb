package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.api.Connection;
import dev.kurir.cluster.Town;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.message.Role;
import dev.kurir.network.Alarms;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.network.Tenure;
import dev.kurir.owner.BotRefusedException;
import dev.kurir.owner.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes in one JVM, each with a network that one may serve and a network that all serve. */
@Timeout(120)
class PlacementIT {
  private static final NetworkName ONE = new NetworkName("one");
  private static final NetworkName ALL = new NetworkName("all");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static TestDatabase database;

  private final Town town = new Town();
  private final List<Bot> stored = new CopyOnWriteArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

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
    timer.shutdownNow();
  }

  /** Refuses the token {@code revoked}. */
  private static final class Fake implements Network {
    final Set<BotId> open = ConcurrentHashMap.newKeySet();
    final Set<BotId> removed = ConcurrentHashMap.newKeySet();
    private final NetworkName name;
    volatile Tenure tenure = Tenure.ALONE;

    Fake(NetworkName name) {
      this.name = name;
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(name, name.value(), 5000, 1, 1, true, true, Pace.FREE);
    }

    @Override
    public boolean exclusive() {
      return name.equals(ONE);
    }

    @Override
    public void ask(Tenure now) {
      tenure = now;
    }

    @Override
    public Identity verify(Credentials credentials) {
      return new Identity("account");
    }

    @Override
    public void open(Bot bot) throws RefusedException {
      if (bot.credentials().required("token").equals("revoked")) {
        throw new RefusedException("401");
      }
      open.add(bot.id());
    }

    @Override
    public void close(BotId bot) {
      open.remove(bot);
    }

    @Override
    public void remove(Bot bot) {
      open.remove(bot.id());
      removed.add(bot.id());
    }

    @Override
    public BotHealth health(BotId bot) {
      return new BotHealth(open.contains(bot), "connected");
    }
  }

  private final class Server {
    final Fake one = new Fake(ONE);
    final Fake all = new Fake(ALL);
    final NetworkDirectory directory;
    final Placement placement;
    final Town.Member member;
    private boolean closed;

    Server(int id) {
      member = town.join(id);
      directory =
          new NetworkDirectory(
              owner -> "sari",
              List.of(one, all),
              new Reopening(new Silent(), Duration.ofSeconds(60), timer));
      placement =
          new Placement(member, database.database(), directory, () -> stored, this::tellOthers);
      directory.openAll(stored);
      servers.add(this);
    }

    private void tellOthers() {
      servers.stream().filter(s -> s != this).forEach(s -> s.placement.lookSoon());
    }

    void close() {
      if (!closed) {
        closed = true;
        directory.closeAll();
        placement.close();
      }
    }
  }

  private static final class Silent implements Alarms {
    @Override
    public void raise(BotId bot, String occasion, String text) {}

    @Override
    public void clear(BotId bot, String occasion) {}
  }

  private static Bot bot(int id, NetworkName network, String token) {
    return new Bot(
        new BotId(id),
        new OwnerId(1),
        network,
        Role.PARTNER,
        "a" + id,
        new Credentials(Map.of("token", token)),
        "key" + id);
  }

  private List<Server> openAt(BotId bot) {
    return servers.stream().filter(s -> s.one.open.contains(bot)).toList();
  }

  private void register(Server at, Bot bot) throws BotRefusedException {
    stored.add(bot);
    at.directory.open(bot);
  }

  private void three() {
    for (int id = 1; id <= 3; id++) {
      new Server(id);
    }
  }

  @Test
  void aBotIsLiveAtOneNodeWhenItsRegistrationEndsAnywhere() throws BotRefusedException {
    three();
    for (int id = 1; id <= 12; id++) {
      BotId bot = new BotId(id);
      register(servers.get(0), bot(id, ONE, "good"));

      assertThat(openAt(bot)).hasSize(1);
      Server holder = openAt(bot).get(0);
      assertThat(holder.one.tenure.holds(bot)).isTrue();
      assertThat(holder.placement.relay().elsewhere(Dispatches.by(bot, ONE))).isFalse();
    }
    assertThat(servers.get(1).one.open).isNotEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (Server server : servers) {
                List<Connection> connections = server.directory.report().connections();
                assertThat(connections).hasSize(12).allMatch(Connection::up);
                assertThat(connections.stream().filter(c -> c.detail().equals("connected")))
                    .hasSize(server.one.open.size());
                assertThat(server.directory.ownerOf(new BotId(7))).isEqualTo("sari");
              }
            });
  }

  @Test
  void aBotThatAllMayServeIsOpenedAndClosedEverywhere() throws BotRefusedException {
    three();
    Bot bot = bot(1, ALL, "good");
    register(servers.get(1), bot);

    await()
        .atMost(PATIENCE)
        .until(() -> servers.stream().allMatch(s -> s.all.open.contains(bot.id())));
    servers.get(2).directory.remove(bot);
    stored.remove(bot);
    servers.get(2).directory.changed();
    await().atMost(PATIENCE).until(() -> servers.stream().allMatch(s -> s.all.open.isEmpty()));
    assertThat(servers.get(2).all.removed).containsExactly(bot.id());
    assertThat(servers.get(0).all.removed).isEmpty();
  }

  @Test
  void whatTheNetworkRefusesElsewhereIsRefusedHere() {
    three();
    for (int id = 1; id <= 6; id++) {
      Bot bot = bot(id, ONE, "revoked");
      assertThatThrownBy(() -> register(servers.get(0), bot))
          .isInstanceOf(BotRefusedException.class)
          .hasMessage("401");
      stored.remove(bot);
    }
  }

  @Test
  void aRemovedBotIsServedNowhere() throws BotRefusedException {
    three();
    for (int id = 1; id <= 4; id++) {
      register(servers.get(0), bot(id, ONE, "good"));
    }
    Bot gone = stored.get(2);
    servers.get(1).directory.remove(gone);
    stored.remove(gone);
    servers.get(1).directory.changed();

    await().atMost(PATIENCE).until(() -> openAt(gone.id()).isEmpty());
    assertThat(servers).allMatch(s -> !s.placement.holds(gone.id()));
  }

  @Test
  void theBotsOfANodeThatStopsAreServedByTheOthers() throws BotRefusedException {
    three();
    for (int id = 1; id <= 12; id++) {
      register(servers.get(0), bot(id, ONE, "good"));
    }
    Server gone = servers.get(1);
    gone.close();
    town.leave(2);

    assertThat(gone.one.open).isEmpty();
    await()
        .atMost(PATIENCE)
        .until(() -> servers.get(0).one.open.size() + servers.get(2).one.open.size() == 12);
  }
}
