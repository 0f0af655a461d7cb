package dev.kurir;

import dev.kurir.cluster.Alone;
import dev.kurir.cluster.Cluster;
import dev.kurir.cluster.ClusterKey;
import dev.kurir.cluster.ClusterSettings;
import dev.kurir.cluster.Group;
import dev.kurir.cluster.Servers;
import dev.kurir.database.Database;
import dev.kurir.database.Node;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * This server among the others, as the settings say: alone, or let in by those who are there.
 *
 * @param address where the messenger's clients reach it, {@code host:port}
 */
record Membership(Cluster cluster, Servers servers, String address) implements AutoCloseable {
  private static final String PEERS = "kurir.cluster.peers";
  private static final Duration BEAT_WITHIN = Duration.ofSeconds(3);
  private static final String THROUGH_DATABASE = "database";

  /** Begins; returns when this server may serve. */
  static Membership begin(Settings settings, Node node, Database active, Clock clock)
      throws IOException, InterruptedException {
    int quota = Role.sessions(settings);
    InetAddress here = bind(settings);
    String address =
        settings
            .optional("kurir.udp.address")
            .orElseGet(() -> shown(clientHost(settings, here), settings.port("kurir.udp.port")));
    if (settings.optional(PEERS).isEmpty()) {
      Servers servers = Servers.alone(node, new Servers.Self(address, "", "", quota), clock);
      return new Membership(new Alone(node), servers, address);
    }
    InetSocketAddress bind = new InetSocketAddress(here, settings.port("kurir.cluster.port"));
    ClusterSettings how = new ClusterSettings(peers(settings), bind);
    ClusterKey key = ClusterKey.open(settings.path("kurir.cluster.keystore"));
    Group group = Group.join(node, how, key, active.pool());
    Servers servers =
        Servers.open(
            group,
            () -> active.connectForLocks(BEAT_WITHIN),
            new Servers.Self(address, shown(here, bind.getPort()), key.fingerprint(), quota),
            clock);
    Membership membership = new Membership(group, servers, address);
    try {
      servers.await();
      if (group.members().size() == 1) { // nobody is there, or those who are refuse this one
        how.peers().stream().filter(peer -> !peer.equals(bind)).forEach(key::knock);
      }
      return membership;
    } catch (RuntimeException | InterruptedException e) {
      membership.close();
      throw e;
    }
  }

  /**
   * Where to look for others; empty: in the database.
   *
   * @throws InvalidFieldException when they are not written as the rule says
   */
  static List<InetSocketAddress> peers(Settings settings) {
    String written = settings.text(PEERS);
    if (written.equals(THROUGH_DATABASE)) {
      return List.of();
    }
    return Arrays.stream(written.split(",")).map(String::strip).map(Membership::peer).toList();
  }

  private static InetSocketAddress peer(String written) {
    int port = port(written);
    if (port > 0) {
      String host = written.substring(0, written.lastIndexOf(':'));
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (!address.isUnresolved()) {
        return address;
      }
    }
    throw new InvalidFieldException(
        PEERS,
        written,
        "host:port of servers whose names are known, with commas between; or: " + THROUGH_DATABASE);
  }

  /** The port of {@code host:port}; 0: it is not written so. */
  static int port(String written) {
    int colon = written.lastIndexOf(':');
    String digits = written.substring(colon + 1);
    int port = colon > 0 && digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    return port <= 65_535 ? port : 0;
  }

  /** Where other servers reach this one: as set, or the first address that is not loopback. */
  private static InetAddress bind(Settings settings) throws IOException {
    Optional<String> set = settings.optional("kurir.cluster.bind");
    if (set.isPresent()) {
      return InetAddress.getByName(set.get());
    }
    List<InetAddress> all = new ArrayList<>();
    NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).forEach(all::add);
    return all.stream()
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseGet(InetAddress::getLoopbackAddress);
  }

  private static InetAddress clientHost(Settings settings, InetAddress here) {
    try {
      InetAddress bind = InetAddress.getByName(settings.text("kurir.udp.bind"));
      return bind.isAnyLocalAddress() ? here : bind;
    } catch (IOException e) {
      return here;
    }
  }

  private static String shown(InetAddress host, int port) {
    String address = host.getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  @Override
  public void close() {
    servers.close();
    if (cluster instanceof Group group) {
      group.close();
    }
  }
}
