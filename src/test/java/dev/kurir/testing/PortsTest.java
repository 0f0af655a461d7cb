package dev.kurir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void noPortIsGivenTwice() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      assertThat(given.add(Ports.free())).isTrue();
    }
  }

  @Test
  void aPortThatIsTakenIsNotGiven() throws IOException {
    int first = Ports.free();
    try (ServerSocket taken = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.free()).isNotIn(first, taken.getLocalPort());
    }
  }
}
