package dev.kurir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.database.Node;
import dev.kurir.owner.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers conclude from PostgreSQL when the network between them is cut. */
class CutOffIT {
  private final Town town = new Town();
  private final List<Servers> opened = new ArrayList<>();
  private TestDatabase database;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.start();
  }

  @AfterEach
  void stop() {
    opened.forEach(Servers::close);
    town.close();
    database.close();
  }

  private Servers open(Cluster cluster) throws Exception {
    known(cluster.self().id());
    Servers servers =
        Servers.open(
            cluster,
            () -> database.database().connectForLocks(Duration.ofSeconds(3)),
            new Servers.Self("127.0.0.1:4999", "127.0.0.1:5000", "aa", 10),
            Clock.systemUTC());
    opened.add(servers);
    return servers;
  }

  private void known(int node) {
    database.execute(
        "INSERT INTO node (id, name) OVERRIDING SYSTEM VALUE VALUES (%d, gen_random_uuid()) ON CONFLICT DO NOTHING"
            .formatted(node));
  }

  private static void until(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }

  private static List<Integer> active(Servers servers) {
    return servers.list().stream()
        .filter(Server::active)
        .map(server -> server.node().id())
        .sorted()
        .toList();
  }

  @Test
  void whoIsCutOffServesNobodyAndTheOthersGoOn() throws Exception {
    List<Servers> three = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      Servers servers = open(town.join(i));
      servers.await();
      three.add(servers);
    }
    three.forEach(servers -> until("all three", () -> active(servers).equals(List.of(1, 2, 3))));
    AtomicInteger beats = new AtomicInteger();
    town.leave(3);
    three.get(2).cutOff().get(30, TimeUnit.SECONDS);
    assertThat(three.get(2).admitted()).isFalse();
    three.get(0).onBeat(lapsed -> beats.incrementAndGet());
    until("the others to go on", () -> beats.get() >= 2);
    assertThat(three.get(0).cutOff()).isNotDone();
    assertThat(three.get(1).cutOff()).isNotDone();
    assertThat(active(three.get(0))).containsExactly(1, 2);
  }

  @Test
  void whoHasAnotherKeyIsReportedAndNeverLetIn() throws Exception {
    Servers first = open(town.join(1));
    first.await();
    Town strangers = new Town();
    try {
      known(2);
      Servers stranger =
          Servers.open(
              strangers.join(2),
              () -> database.database().connectForLocks(Duration.ofSeconds(3)),
              new Servers.Self("127.0.0.2:4999", "127.0.0.2:5000", "bb", 10),
              Clock.systemUTC());
      opened.add(stranger);
      assertThatThrownBy(stranger::await)
          .isInstanceOf(ClusterException.class)
          .hasMessage(
              "kurir.cluster.keystore: its key, bb…, is not that of 127.0.0.1:5000, aa…"
                  + " (expected: the same file at every server)");
      assertThat(first.cutOff()).isNotDone();
      assertThat(first.roomiest()).isEmpty();
    } finally {
      strangers.close();
    }
  }

  @Test
  void whoDiesIsGoneAtOnceForTheOthers() throws Exception {
    Servers first = open(town.join(1));
    Servers second = open(town.join(2));
    first.await();
    second.await();
    until("both", () -> active(first).equals(List.of(1, 2)));
    assertThat(first.roomiest().map(Server::node)).contains(new Node(2));
    second.close();
    town.leave(2);
    until("one", () -> active(first).equals(List.of(1)));
    assertThat(first.list()).hasSize(2);
    assertThat(first.roomiest()).isEmpty();
  }
}
