package dev.kurir.network.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.testing.Ports;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The route's socket, with a service that has much to say. */
class MessengerServerTest {
  private static final int ROUNDS = 200;

  /** On the event loop, and as many beside it; they fit a client's buffer. */
  private static final int ANSWERS = 12;

  private static final int BUFFER = 1 << 20;
  private static final int PATIENCE_MS = 10_000;
  private static final String WORDS = " " + "x".repeat(6_000);

  private final UdpNetwork network = new UdpNetwork();

  /** Answers each datagram at length, on the event loop and beside it. */
  private class Talkative implements UdpNetwork.Service {
    @Override
    public void received(InetSocketAddress from, ByteBuffer datagram) {
      new Thread(() -> answer(from, ANSWERS), "beside").start();
      answer(from, 0);
    }

    private void answer(InetSocketAddress to, int first) {
      for (int i = first; i < first + ANSWERS; i++) {
        network.send(to, i + WORDS);
      }
    }

    @Override
    public String name(String field, String written) {
      return written;
    }

    @Override
    public boolean isUser(String name) {
      return false;
    }

    @Override
    public boolean keepName(String name) {
      return true;
    }

    @Override
    public void freeName(String name) {}

    @Override
    public CompletionStage<Outcome> post(String bot, Dispatch dispatch) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Outcome> push(Dispatch dispatch) {
      return new CompletableFuture<>();
    }
  }

  @Test
  void whatTheSocketCantTakeYetWaits() throws Exception {
    int port = Ports.free();
    network.serve(new Talkative());
    try (DefaultCamelContext camel = serving(port);
        DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      camel.start();
      client.setReceiveBufferSize(BUFFER);
      client.setSoTimeout(PATIENCE_MS);
      InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      for (int round = 0; round < ROUNDS; round++) {
        client.send(new DatagramPacket(new byte[] {'?'}, 1, server));
        assertThat(answers(client)).as("round %d", round).hasSize(2 * ANSWERS);
      }
    }
  }

  /**
   * Lists for a crowd that logs in, while the socket takes nothing: they must not fill the heap.
   */
  @Test
  void whatWaitsForTheSocketIsBounded() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<InetSocketAddress> asker = new AtomicReference<>();
    int port = Ports.free();
    network.serve(
        new Talkative() {
          @Override
          public void received(InetSocketAddress from, ByteBuffer datagram) {
            asker.set(from);
            asked.countDown();
            try {
              release.await(); // the event loop is busy
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    try (DefaultCamelContext camel = serving(port);
        DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      camel.start();
      try (AutoCloseable free = release::countDown) {
        client.send(
            new DatagramPacket(
                new byte[] {'?'},
                1,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        asked.await();
        long before = taken();
        for (int i = 0; i < 50_000; i++) {
          network.send(asker.get(), "users " + "x".repeat(1_200));
        }
        long lists = taken() - before;
        assertThat(lists).isBetween(4L << 20, 24L << 20);
        for (int i = 0; i < 50_000; i++) {
          network.send(asker.get(), "ok " + "x".repeat(300));
        }
        assertThat(taken() - before).as("answers have room").isBetween(lists + 1, 48L << 20);
      }
    }
  }

  /** What datagrams take, by the allocator's own count. */
  private static long taken() {
    PooledByteBufAllocatorMetric metric = PooledByteBufAllocator.DEFAULT.metric();
    long bytes = 0;
    for (List<PoolArenaMetric> arenas : List.of(metric.heapArenas(), metric.directArenas())) {
      bytes += arenas.stream().mapToLong(PoolArenaMetric::numActiveBytes).sum();
    }
    return bytes;
  }

  private DefaultCamelContext serving(int port) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.getRegistry().bind("messenger", network.server());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("netty:udp://127.0.0.1:" + port + "?serverInitializerFactory=#messenger").stop();
          }
        });
    return camel;
  }

  private static Set<String> answers(DatagramSocket client) throws Exception {
    Set<String> answers = new HashSet<>();
    DatagramPacket packet = new DatagramPacket(new byte[7_000], 7_000);
    try {
      while (answers.size() < 2 * ANSWERS) {
        client.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        answers.add(text.split(" ")[0]);
      }
    } catch (SocketTimeoutException noMore) {
      return answers;
    }
    return answers;
  }
}
