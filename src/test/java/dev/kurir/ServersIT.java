package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.cluster.ClusterKey;
import dev.kurir.testing.Ports;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers, and users with nothing but a socket. */
class ServersIT {
  @TempDir static Path directory;

  private static ServerLab servers;

  @BeforeAll
  static void start() throws Exception {
    servers = new ServerLab(directory, 3);
    servers.lab(2).with("kurir.udp.sessions", "3");
    servers.start();
    TestWait.until(servers::allSeeEachOther, "all servers to know all");
  }

  @AfterAll
  static void stop() throws Exception {
    servers.close();
  }

  private static UdpUser at(int server) throws Exception {
    return new UdpUser(servers.clientAddresses().get(server));
  }

  private static UdpUser user(int server, String name) throws Exception {
    UdpUser user = at(server);
    assertThat(user.asks("/register " + name + " pw-" + name)).isEqualTo("ok registered " + name);
    login(user, name);
    return user;
  }

  private static void login(UdpUser user, String name) throws Exception {
    assertThat(user.asks("/login " + name + " pw-" + name)).startsWith("ok welcome " + name);
  }

  @Test
  void userNamesAreUniqueAtAllServers() throws Exception {
    try (UdpUser ani = user(0, "unique");
        UdpUser other = at(1)) {
      assertThat(other.asks("/register unique geheim")).startsWith("err 409 user unique:");
      assertThat(other.asks("/login unique wrong")).startsWith("err 401");
    }
  }

  @Test
  void usersOfOtherServersAreListedAndReached() throws Exception {
    try (UdpUser ani = user(0, "ani");
        UdpUser budi = user(1, "budi")) {
      TestWait.until(
          () -> ani.asks("/users").matches("ok users 1/1:.* ani.* budi.*"), "budi in ani's list");
      assertThat(ani.asks("/send budi halo")).isEqualTo("ok sent to budi");
      assertThat(budi.asks("/send ani halo juga")).isEqualTo("ok sent to ani");
      TestWait.until(() -> budi.texts().contains("ani halo"), "what ani wrote");
      TestWait.until(() -> ani.texts().contains("budi halo juga"), "what budi wrote");
      assertThat(ani.asks("/all semua")).matches("ok sent to [1-9].*");
      TestWait.until(() -> budi.texts().contains("ani semua"), "what ani wrote to all");
    }
  }

  @Test
  void whatWaitedIsHandedOverAtWhicheverServer() throws Exception {
    try (UdpUser citra = user(0, "citra");
        UdpUser dewi = user(0, "dewi")) {
      assertThat(dewi.asks("/logout")).isEqualTo("ok goodbye");
      for (int i = 1; i <= 5; i++) {
        assertThat(citra.asks("/send dewi " + i)).isEqualTo("ok sent to dewi");
      }
      try (UdpUser elsewhere = at(1)) {
        login(elsewhere, "dewi");
        TestWait.until(() -> elsewhere.texts().size() == 5, "what waited");
        assertThat(elsewhere.texts())
            .containsExactly("citra 1", "citra 2", "citra 3", "citra 4", "citra 5");
      }
    }
  }

  @Test
  void aLoginAtAnotherServerEndsTheSessionBefore() throws Exception {
    try (UdpUser eka = user(0, "eka");
        UdpUser elsewhere = at(1);
        UdpUser fitri = user(1, "fitri")) {
      login(elsewhere, "eka");
      TestWait.until(() -> eka.pushes().contains("bye: logged in elsewhere"), "the old one's end");
      assertThat(eka.asks("/users")).startsWith("err 401");
      assertThat(fitri.asks("/send eka di mana")).isEqualTo("ok sent to eka");
      TestWait.until(() -> elsewhere.texts().equals(List.of("fitri di mana")), "the message there");
      assertThat(eka.texts()).isEmpty();
    }
  }

  @Test
  void aFullServerNamesAnotherOne() throws Exception {
    try (UdpUser one = user(2, "gita");
        UdpUser two = user(2, "hana");
        UdpUser three = user(2, "indah");
        UdpUser four = at(2)) {
      assertThat(four.asks("/register joko pw-joko")).isEqualTo("ok registered joko");
      String answer = four.asks("/login joko pw-joko");
      String port = ":" + servers.clientAddresses().get(0).getPort();
      assertThat(answer).isIn("err 503 full 127.0.0.1" + port, "err 503 full 127.0.0.2" + port);
      try (UdpUser there =
          new UdpUser(
              new InetSocketAddress(
                  answer.substring("err 503 full ".length()).split(":")[0],
                  servers.clientAddresses().get(0).getPort()))) {
        login(there, "joko");
      }
      assertThat(three.asks("/logout")).isEqualTo("ok goodbye");
      login(four, "joko");
    }
  }

  @Test
  void serversAreListedNearestFirstWithLoadAndKey() throws Exception {
    try (UdpUser kiki = user(1, "kiki")) {
      String key = ClusterKey.open(servers.key).fingerprint().substring(0, 16);
      TestWait.until(
          () -> kiki.asks("/servers").lines().filter(line -> line.contains(" ms, ")).count() == 2,
          "measured distances");
      List<String> lines = kiki.asks("/servers").lines().toList();
      assertThat(lines.get(0)).isEqualTo("ok servers 1/1:");
      assertThat(lines.get(1)).startsWith("127.0.0.2:").contains("active, this one, ");
      assertThat(lines).hasSize(4);
      assertThat(lines.subList(1, 4))
          .allMatch(line -> line.contains("of 20000 sessions") || line.contains("of 3 sessions"))
          .allMatch(line -> line.endsWith("key " + key));
    }
  }

  /** What holds a wrong key is refused on both sides, says so, and serves nobody. */
  @Test
  void aWrongKeyIsRefusedOnBothSides() throws Exception {
    Path wrong = directory.resolve("wrong.p12");
    ClusterKey.make(wrong);
    Path home = Files.createDirectories(directory.resolve("stranger"));
    Lab first = servers.lab(0);
    for (String database : List.of("the same", "its own")) {
      try (Lab stranger = new Lab(home.resolve(database.replace(" ", "-")))) {
        first
            .settings()
            .forEach(
                (key, value) -> {
                  if (key.startsWith("kurir.database") && database.equals("the same")) {
                    stranger.with(key, value);
                  }
                });
        stranger
            .with("kurir.udp.bind", "127.0.0.9")
            .with("kurir.cluster.bind", "127.0.0.9")
            .with("kurir.cluster.port", Integer.toString(Ports.free()))
            .with("kurir.cluster.peers", first.settings().get("kurir.cluster.peers"))
            .with("kurir.cluster.keystore", wrong.toString());
        int end = stranger.runs();
        assertThat(end).isNotZero();
        assertThat(Files.readString(stranger.log()))
            .contains("error: kurir.cluster.keystore: its key, ")
            .contains("expected: the same file at every server")
            .doesNotContain("ready in");
      }
    }
    assertThat(servers.log(0) + servers.log(1) + servers.log(2))
        .as("what the others report")
        .contains("it is not let in");
    assertThat(servers.allSeeEachOther()).isTrue();
  }

  /** That she acknowledges what came from there does not mean that she knows where to ask. */
  private static void toldUntilSheAsks(UdpUser lina, UdpUser nina) throws Exception {
    assertThat(lina.asks("/send nina siang")).isEqualTo("ok sent to nina");
    TestWait.until(() -> nina.texts().contains("lina siang"), "a message after the takeover");
    assertThat(lina.asks("/send nina sore")).isEqualTo("ok sent to nina");
    TestWait.until(
        () -> nina.texts().contains("lina sore"), "the next, so the first is acknowledged");
    long moved = moved(nina);
    TestWait.until(() -> moved(nina) >= moved + 2, "the server to tell her again where it is");
  }

  private static long moved(UdpUser user) {
    return user.pushes().stream().filter(push -> push.startsWith("moved ")).count();
  }

  /** A server that sleeps loses its sessions; when it wakes it does not disturb. */
  @Test
  void aFrozenServerIsReplacedAndStaysOutWhenItWakes() throws Exception {
    try (UdpUser lina = user(0, "lina");
        UdpUser mega = user(1, "mega");
        UdpUser nina = at(1)) {
      assertThat(nina.asks("/register nina pw-nina")).isEqualTo("ok registered nina");
      assertThat(nina.asks("/login nina pw-nina ack")).startsWith("ok welcome nina");
      nina.acknowledges();
      servers.freeze(1, true);
      try {
        TestWait.until(
            () -> mega.pushes().stream().anyMatch(push -> push.startsWith("moved 127.0.0.")),
            "the takeover");
        assertThat(lina.asks("/send mega siang")).isEqualTo("ok sent to mega");
        TestWait.until(() -> mega.texts().contains("lina siang"), "a message after it");
        toldUntilSheAsks(lina, nina);
      } finally {
        servers.freeze(1, false);
      }
      TestWait.until(servers::allSeeEachOther, "all together again");
      assertThat(lina.asks("/send mega malam")).isEqualTo("ok sent to mega");
      TestWait.until(() -> mega.texts().contains("lina malam"), "a message after all is well");
      assertThat(mega.texts()).containsExactly("lina siang", "lina malam");
    }
  }
}
