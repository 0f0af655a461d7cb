package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.cluster.ClusterKey;
import dev.kurir.testing.Ports;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final String PEERS =
      " (expected: host:port of servers whose names are known, with commas between; or: database)";
  @TempDir static Path directory;
  private static Path key;

  @BeforeAll
  static void makeKey() throws Exception {
    key = directory.resolve("key.p12");
    ClusterKey.make(key);
  }

  /** What is wrong with a server among others that is all right but for this. */
  private static void check(Map<String, String> changed) throws Exception {
    Map<String, String> values = new HashMap<>();
    for (String server : List.of("kurir.http", "kurir.management", "kurir.udp", "kurir.cluster")) {
      values.put(server + ".port", Integer.toString(Ports.free()));
    }
    for (String server : List.of("kurir.http", "kurir.udp", "kurir.cluster")) {
      values.put(server + ".bind", "127.0.0.1");
    }
    values.put("kurir.cluster.peers", "127.0.0.1:5000, [::1]:5000");
    values.put("kurir.cluster.keystore", key.toString());
    values.putAll(changed);
    Preconditions.check(
        Settings.load(Path.of("").toAbsolutePath(), Map.of(), new Properties()).with(values));
  }

  private static void refused(String setting, String value, String complaint) {
    assertThatThrownBy(() -> check(Map.of(setting, value)))
        .hasMessage(setting + ": " + complaint)
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void theArchivesSettingsAreCheckedBeforeAnythingStarts() {
    refused(
        "kurir.archive.schedule",
        "daily",
        "daily (expected: Quartz's cron, seconds first, such as 0 0 3 * * ?)");
    String time = " (expected: a number and ms, s, m, h or d, such as 30s)";
    refused("kurir.archive.after", "a month", "a month" + time);
    refused("kurir.archive.after.line", "1y", "1y" + time);
    refused("kurir.archive.keep", "long", "long" + time);
  }

  @Test
  void aNetworkMayHaveAnArchiveTimeOfItsOwn() {
    Settings settings =
        Settings.load(
            Path.of("").toAbsolutePath(),
            Map.of("KURIR_ARCHIVE_AFTER_LINE", "7d", "KURIR_ARCHIVE_AFTER_MY_CHAT", "90d"),
            new Properties());

    assertThat(settings.durationsBelow("kurir.archive.after."))
        .isEqualTo(Map.of("line", Duration.ofDays(7), "my-chat", Duration.ofDays(90)));
  }

  @Test
  void serversAmongOthersAndAloneMayStart() {
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    assertThatCode(() -> check(Map.of("kurir.cluster.peers", "database")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check(Map.of("kurir.cluster.peers", "", "kurir.cluster.keystore", "")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:5000x",
        ":5000",
        "999.1.1.1:5000"
      })
  void peersAreHostsAndPorts(String peer) {
    refused("kurir.cluster.peers", peer, peer + PEERS);
    assertThatThrownBy(() -> check(Map.of("kurir.cluster.peers", "127.0.0.1:5000," + peer)))
        .hasMessage("kurir.cluster.peers: " + peer + PEERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "10.0.0.2",
        "10.0.0.2:",
        "10.0.0.2:0",
        "10.0.0.2:65536",
        ":4999",
        "a b:4999",
        "::1:4999"
      })
  void clientsAreToldAHostAndAPort(String address) {
    refused(
        "kurir.udp.address",
        address,
        address + " (expected: host:port, as clients reach this server)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.2:4999", "[::1]:4999", "kurir-2.example.org:4999"})
  void clientsMayBeToldANameOrAnAddress(String address) {
    assertThatCode(() -> check(Map.of("kurir.udp.address", address))).doesNotThrowAnyException();
  }

  @Test
  void theKeyIsOneThatKeygenHasMade() throws Exception {
    refused(
        "kurir.cluster.keystore",
        "",
        "empty (expected: a file that ./kurir cluster keygen has made)");
    String rule =
        " (expected: a file that ./kurir cluster keygen has made, the same at every server)";
    Path none = directory.resolve("none.p12");
    refused("kurir.cluster.keystore", none.toString(), none + ", which does not exist" + rule);
    Path words = Files.writeString(directory.resolve("words.p12"), "no key");
    refused("kurir.cluster.keystore", words.toString(), words + ", which holds no such key" + rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kurir.http", "kurir.management", "kurir.udp", "kurir.cluster"})
  void addressesAreThoseOfThisMachine(String server) {
    for (String host : List.of("999.1.1.1", "192.0.2.1")) { // RFC 5737: nobody's
      refused(server + ".bind", host, host + " (expected: an address of this machine)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kurir.http", "kurir.management", "kurir.cluster"})
  void portsAreFree(String server) throws Exception {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    try (ServerSocket other = new ServerSocket(0, 1, here)) {
      taken(server, other.getLocalPort());
    }
  }

  @Test
  void theDatagramPortIsFree() throws Exception {
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      taken("kurir.udp", other.getLocalPort());
    }
  }

  private static void taken(String server, int port) {
    Map<String, String> both =
        Map.of(server + ".bind", "127.0.0.1", server + ".port", Integer.toString(port));
    assertThatThrownBy(() -> check(both))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith(server + ".port: " + port + " on 127.0.0.1: ")
                    .endsWith("(expected: a free port; another program may listen there)"));
  }
}
