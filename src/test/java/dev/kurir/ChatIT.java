package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.testing.LossyWire;
import dev.kurir.testing.Ports;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kurir chat} against a whole Kurir. */
class ChatIT {
  @TempDir static Path directory;
  private static Lab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = new Lab(directory.resolve("data")).with("kurir.udp.session-token", "required").start();
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void twoTalkWhileTheServerIsStoppedAndStartedAgain() throws Exception {
    try (Chatter darma = new Chatter(directory, "darma", lab.udpPort(), "--register");
        Chatter sari = new Chatter(directory, "sari", lab.udpPort(), "--register", "--probe=2")) {
      darma.waitsFor("-- welcome darma, 0 unread");
      sari.waitsFor("-- welcome sari, 0 unread");
      darma.types("sari halo, apa kabar?");
      darma.waitsFor("ok sent to sari");
      sari.waitsFor("msg ");
      sari.types("/send darma baik");
      darma.waitsFor("msg ");
      assertThat(sari.from("darma")).containsExactly("halo, apa kabar?");
      assertThat(darma.from("sari")).containsExactly("baik");

      lab.stop();
      darma.types("sari masih di sana?");
      sari.types("darma ke mana semuanya?");
      sari.waitsFor("-- no server answers, of 127.0.0.1:" + lab.udpPort());
      lab.start();
      TestWait.until(() -> sari.from("darma").size() == 2, "the message of the outage");
      TestWait.until(() -> darma.from("sari").size() == 2, "the other one");
      sari.waitsFor("-- 127.0.0.1:" + lab.udpPort() + " has not answered for 2 s");

      darma.types("/users");
      darma.waitsFor("ok users 1/1: ");
      darma.types("/send nobody.at.all halo");
      darma.waitsFor("err 404 no user nobody.at.all");
      assertThat(darma.leaves()).isZero();
      assertThat(sari.leaves()).isZero();
      assertThat(sari.from("darma")).containsExactly("halo, apa kabar?", "masih di sana?");
      assertThat(darma.from("sari")).containsExactly("baik", "ke mana semuanya?");
      assertThat(darma.errors() + sari.errors()).isEmpty();
    }
  }

  @Test
  void aBadNetworkLosesDoublesAndReordersNothing() throws Exception {
    try (LossyWire wire =
            new LossyWire(new InetSocketAddress("127.0.0.1", lab.udpPort()), 20_261_122);
        Chatter ani = new Chatter(directory, "ani", wire.port(), "--register");
        Chatter budi = new Chatter(directory, "budi", wire.port(), "--register")) {
      ani.waitsFor("-- welcome ani");
      budi.waitsFor("-- welcome budi");
      for (int i = 1; i <= 100; i++) {
        ani.types("budi pesan " + i);
        budi.types("ani jawaban " + i);
      }
      TestWait.until(() -> budi.from("ani").size() >= 100, "all of ani's");
      TestWait.until(() -> ani.from("budi").size() >= 100, "all of budi's");
      assertThat(ani.leaves()).isZero();
      assertThat(budi.leaves()).isZero();
      assertThat(budi.from("ani"))
          .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "pesan " + i).toList());
      assertThat(ani.from("budi"))
          .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "jawaban " + i).toList());
      assertThat(wire.harmed()).isPositive();
    }
  }

  @Test
  void whoIsRefusedIsToldInOneLine() throws Exception {
    try (Chatter nobody = new Chatter(directory, "siapa", lab.udpPort())) {
      assertThat(nobody.leaves()).isEqualTo(1);
      assertThat(nobody.errors().lines())
          .containsExactly("error: can't log in: wrong name or password (a new user: --register)");
    }
    int silent = Ports.free();
    try (Chatter lost = new Chatter(directory, "hilang", silent, "--probe=0.2")) {
      assertThat(lost.leaves()).isEqualTo(1);
      assertThat(lost.errors().lines())
          .containsExactly("error: can't log in: no server answers: 127.0.0.1:" + silent);
    }
  }

  @Test
  void noPasswordCrossesTheNetworkAndUsersGoForGood() throws Exception {
    try (Chatter citra = new Chatter(directory, "citra", lab.udpPort(), "--register")) {
      citra.waitsFor("-- welcome citra");
      assertThat(
              lab.count(
                  "SELECT count(*) FROM messenger_user WHERE name = 'citra' AND password IS NULL"
                      + " AND verifier LIKE 'SCRAM-SHA-256$%'"))
          .isEqualTo(1);
      citra.types("/unregister");
      citra.waitsFor("ok confirm: /unregister <password>");
      citra.types("/unregister salah");
      citra.waitsFor("err 401 wrong name or password");
      citra.types("/unregister rahasia-citra");
      citra.waitsFor("ok goodbye, citra is gone");
      citra.types("/users");
      citra.waitsFor("err 401 log in first");
      assertThat(citra.leaves()).isZero();
    }
  }
}
