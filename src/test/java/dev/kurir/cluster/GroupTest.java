package dev.kurir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.database.Node;
import dev.kurir.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Real groups on loopback. */
class GroupTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Group join(int id, ClusterKey key, List<InetSocketAddress> all, int port) {
    ClusterSettings settings = new ClusterSettings(all, loopback(port));
    return Group.join(new Node(id), settings, key, new PGSimpleDataSource());
  }

  /** A frozen process: its kernel goes on accepting connections, and nobody reads from them. */
  @Test
  void aPeerThatTakesConnectionsAndSaysNothingHoldsNobodyUp() throws Exception {
    ClusterKey key = ClusterKey.make(directory.resolve("key.p12"));
    int one = Ports.free();
    int two = Ports.free();
    List<Socket> taken = new CopyOnWriteArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      List<InetSocketAddress> all =
          List.of(loopback(silent.getLocalPort()), loopback(one), loopback(two));
      CompletableFuture<Void> accepting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    taken.add(silent.accept());
                  }
                } catch (IOException closed) {
                  return;
                }
              });
      try (Group first = join(1, key, all, one);
          Group second = join(2, key, all, two)) {
        List<Node> both = List.of(new Node(1), new Node(2));
        Awaitility.await().atMost(LONG).until(() -> first.members().containsAll(both));
        Awaitility.await().atMost(LONG).until(() -> second.members().containsAll(both));
        second.answer("echo", CompletableFuture::completedFuture);
        byte[] words = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(
                first
                    .ask(new Node(2), "echo", words)
                    .toCompletableFuture()
                    .get(LONG.toSeconds(), TimeUnit.SECONDS))
            .isEqualTo(words);
      }
      silent.close();
      accepting.join();
      assertThat(taken).isNotEmpty();
    } finally {
      for (Socket socket : taken) {
        socket.close();
      }
    }
  }
}
