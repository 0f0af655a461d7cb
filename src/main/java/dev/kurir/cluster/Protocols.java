package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.sql.DataSource;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.JDBC_PING2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JGroups protocols of a {@link Group}: how nodes find each other, who counts as gone and when,
 * and what crosses the network in which way.
 */
final class Protocols {
  private static final Logger LOG = LoggerFactory.getLogger(Protocols.class);
  private static final String NODE = "node";
  private static final int CONNECT_MS = 2_000;

  private Protocols() {}

  /**
   * Not connected yet.
   *
   * @param active where nodes find each other without a list of peers
   */
  static JChannel channel(Node self, ClusterSettings settings, ClusterKey key, DataSource active)
      throws Exception {
    JChannel channel =
        new JChannel(
            transport(settings.bind(), key),
            discovery(settings.peers(), active),
            new MERGE3().setMinInterval(1_000).setMaxInterval(3_000),
            new FD_ALL3().setTimeout(4_000).setInterval(1_000),
            new VERIFY_SUSPECT2().setTimeout(500),
            new NAKACK2().useMcastXmit(false),
            new UNICAST3(),
            new STABLE().setDesiredAverageGossip(50_000).setMaxBytes(4 << 20),
            new GMS().printLocalAddress(false).setJoinTimeout(1_000),
            new UFC(),
            new MFC(),
            new FRAG2().setFragSize(60_000));
    channel.setName("node-" + self.id());
    channel.addAddressGenerator(
        () ->
            ExtendedUUID.randomUUID("node-" + self.id())
                .put(NODE, ByteBuffer.allocate(Integer.BYTES).putInt(self.id()).array()));
    return channel;
  }

  private static TCP transport(InetSocketAddress bind, ClusterKey key) {
    TCP tcp = new TCP();
    tcp.setBindAddress(bind.getAddress());
    tcp.setBindPort(bind.getPort());
    tcp.setPortRange(0);
    tcp.setSockConnTimeout(CONNECT_MS);
    tcp.enableSuspectEvents(true); // a closed connection is looked into at once
    tcp.setBundler(apart());
    tcp.setSocketFactory(sockets(key));
    return tcp;
  }

  /** Each node is sent to by a thread of its own: one that takes nothing holds up no other. */
  private static PerDestinationBundler apart() {
    PerDestinationBundler bundler = new PerDestinationBundler();
    bundler.useSingleSenderThread(false);
    return bundler;
  }

  /**
   * Mutual TLS. The kernel of a frozen process goes on accepting connections, so a handshake has a
   * time limit, which JGroups does not set.
   */
  private static SocketFactory sockets(ClusterKey key) {
    TLS tls = new TLS().setProtocols(new String[] {"TLSv1.3"}).setClientAuth(TLSClientAuth.NEED);
    DefaultSocketFactory sockets = (DefaultSocketFactory) tls.createSocketFactory(key.context());
    sockets.setSocketConfigurator(Protocols::limitHandshake);
    return sockets;
  }

  private static void limitHandshake(Socket socket) {
    try {
      socket.setSoTimeout(CONNECT_MS);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    ((SSLSocket) socket)
        .addHandshakeCompletedListener(
            done -> {
              try {
                socket.setSoTimeout(0);
              } catch (SocketException e) {
                LOG.debug("a connection between servers ended right after its beginning");
              }
            });
  }

  private static Discovery discovery(List<InetSocketAddress> peers, DataSource active) {
    if (peers.isEmpty()) {
      return new JDBC_PING2().setDataSource(active).setInitializeSql(null); // its table is there
    }
    TCPPING list = new TCPPING();
    list.setInitialHosts(peers);
    list.setPortRange(0);
    return list;
  }

  /** The node at an address; null: it is none of ours. */
  static @Nullable Node nodeOf(Address address) {
    byte[] number = address instanceof ExtendedUUID own ? own.get(NODE) : null;
    return number == null ? null : new Node(ByteBuffer.wrap(number).getInt());
  }
}
