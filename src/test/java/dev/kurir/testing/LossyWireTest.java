package dev.kurir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LossyWireTest {
  /** Notes what comes, and from where. */
  private static final class Noting implements AutoCloseable {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
    final DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));

    Noting() throws IOException {
      Thread thread = new Thread(this::read, "noting");
      thread.setDaemon(true);
      thread.start();
    }

    private void read() {
      byte[] buffer = new byte[2_000];
      while (!socket.isClosed()) {
        try {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          peers.add((InetSocketAddress) packet.getSocketAddress());
          texts.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        } catch (IOException e) {
          return;
        }
      }
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void says(String text, InetSocketAddress to) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static InetSocketAddress front(LossyWire wire, int server) throws IOException {
    return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wire.port(server));
  }

  private static void until(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }

  @Test
  void someAreLostSomeDoubledSomeOvertaken() throws Exception {
    try (Noting server = new Noting();
        Noting client = new Noting();
        LossyWire wire = new LossyWire(server.address(), 7)) {
      for (int i = 0; i < 1_000; i++) {
        client.says(Integer.toString(i), front(wire, 0));
        if (i % 100 == 99) {
          int sent = i + 1;
          until(() -> wire.passed() == sent);
        }
      }
      assertThat(wire.harmed()).isBetween(60L, 140L);
      until(() -> server.texts.size() > 900);
      assertThat(server.texts.stream().distinct().count()).isBetween(890L, 999L);
      assertThat(server.texts.size()).isGreaterThan((int) server.texts.stream().distinct().count());
      assertThat(server.texts.stream().map(Integer::valueOf).toList())
          .isNotEqualTo(server.texts.stream().map(Integer::valueOf).sorted().toList());
    }
  }

  @Test
  void aClientIsOneAddressToAllServersAndTwoClientsAreTwo() throws Exception {
    try (Noting one = new Noting();
        Noting two = new Noting();
        Noting ani = new Noting();
        Noting budi = new Noting();
        LossyWire wire = new LossyWire(List.of(one.address(), two.address()), 1)) {
      for (int i = 0; i < 20; i++) {
        ani.says("halo", front(wire, 0));
        ani.says("halo", front(wire, 1));
      }
      until(() -> one.peers.size() == 1 && two.peers.size() == 1);
      assertThat(one.peers).isEqualTo(two.peers);
      InetSocketAddress seen = one.peers.iterator().next();
      for (int i = 0; i < 20; i++) {
        budi.says("halo", front(wire, 0));
        two.says("moved", seen);
      }
      until(() -> one.peers.size() == 2 && !ani.texts.isEmpty());
      assertThat(ani.peers).containsExactly(front(wire, 1));
    }
  }

  @Test
  void silenceLetsNothingThrough() throws Exception {
    try (Noting one = new Noting();
        Noting two = new Noting();
        Noting client = new Noting();
        LossyWire wire = new LossyWire(List.of(one.address(), two.address()), 3)) {
      wire.silence(0, true);
      for (int i = 0; i < 20; i++) {
        client.says("halo", front(wire, 0));
        client.says("halo", front(wire, 1));
      }
      until(() -> two.texts.size() > 10);
      assertThat(one.texts).isEmpty();
      wire.silence(false);
      for (int i = 0; i < 20; i++) {
        client.says("lagi", front(wire, 0));
      }
      until(() -> one.texts.contains("lagi"));
    }
  }
}
