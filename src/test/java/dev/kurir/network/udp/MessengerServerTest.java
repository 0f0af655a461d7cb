package dev.kurir.network.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.testing.Ports;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private final class Talkative implements UdpNetwork.Service {
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
    try (DefaultCamelContext camel = new DefaultCamelContext();
        DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      camel.getRegistry().bind("messenger", network.server());
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("netty:udp://127.0.0.1:" + port + "?serverInitializerFactory=#messenger").stop();
            }
          });
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
