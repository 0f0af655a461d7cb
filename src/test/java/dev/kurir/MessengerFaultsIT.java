package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kurir.testing.LossyWire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The messenger while its process dies, its database is away, and the network is a bad one. */
class MessengerFaultsIT {
  private static final int TALKERS = 8;
  private static final int EACH = 60;
  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir Path directory;

  /** One in ten datagrams is lost, doubled or late, both ways; the process is killed twice. */
  @Test
  void whatWasAnsweredOkIsShownOnceAndInOrderAfterKills() throws Exception {
    List<Talker> talkers = new ArrayList<>();
    try (Lab lab = new Lab(directory.resolve("data"));
        LossyWire wire = new LossyWire(server(lab), 1)) {
      Process kurir = lab.startProcess();
      for (int i = 0; i < TALKERS; i++) {
        talkers.add(new Talker(wire.port(), "talker" + i).enters());
      }
      CompletableFuture<Void> talk = everybodyTalks(talkers);
      for (int kill = 1; kill <= 2; kill++) {
        int far = kill * EACH / 3;
        TestWait.until(() -> talkers.stream().anyMatch(t -> shown(t, talkers) > far), "a talk");
        kurir.destroyForcibly().waitFor();
        kurir = lab.startProcess();
      }
      talk.get(4, TimeUnit.MINUTES);
      everythingIsShown(talkers);
      assertThat(lab.count("SELECT count(*) FROM session WHERE connected"))
          .as("sessions that outlived the kills")
          .isEqualTo(TALKERS);
    } finally {
      talkers.forEach(Talker::close);
    }
  }

  @Test
  void withoutItsDatabaseItAnswersAndLosesNothing() throws Exception {
    List<Talker> talkers = new ArrayList<>();
    try (Lab lab = new Lab(directory.resolve("data")).start()) {
      for (int i = 0; i < 2; i++) {
        talkers.add(new Talker(lab.udpPort(), "talker" + i).enters());
      }
      Talker ani = talkers.get(0);
      Talker budi = talkers.get(1);
      assertThat(ani.asks("/send talker1 first")).isEqualTo("ok sent to talker1");
      TestWait.until(() -> !budi.shownFrom("talker0").isEmpty(), "the first message");
      Postmaster postgres = new Postmaster(lab);
      postgres.kill();
      for (int i = 0; i < 20; i++) {
        assertThat(ani.asks("/send talker1 away " + i)).isEqualTo("ok sent to talker1");
      }
      try (UdpUser stranger = new UdpUser(lab.udpPort())) {
        assertThat(stranger.asks("/login talker9 somepassword")).startsWith("err 503");
      }
      postgres.start();
      assertThat(ani.asks("/send talker1 last")).isEqualTo("ok sent to talker1");
      TestWait.until(() -> budi.shownFrom("talker0").contains("last"), "all messages", LONG);
      List<String> expected = new ArrayList<>(List.of("first"));
      IntStream.range(0, 20).forEach(i -> expected.add("away " + i));
      expected.add("last");
      assertThat(budi.shownFrom("talker0")).isEqualTo(expected);
    } finally {
      talkers.forEach(Talker::close);
    }
  }

  /** Random bytes and commands with random changes, from a stranger and from a session. */
  @Test
  void noDatagramHarmsAnybody() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    try (Lab lab =
            new Lab(directory.resolve("data"))
                .with("kurir.udp.registrations-per-minute", "5")
                .start();
        Talker ani = new Talker(lab.udpPort(), "ani").enters();
        UdpUser attacker = new UdpUser(lab.udpPort());
        UdpUser stranger = new UdpUser(lab.udpPort())) {
      attacker.asks("/register attacker secret");
      assertThat(attacker.asks("/login attacker secret")).startsWith("ok welcome");
      log.start();
      root.addAppender(log);
      Random random = new Random(1);
      for (int round = 0; round < 1_000; round++) {
        for (int i = 0; i < 100; i++) {
          (random.nextBoolean() ? attacker : stranger).says(nonsense(random));
        }
        assertThat(ani.asks("/@live?")).isEqualTo("yes");
      }
      assertThat(ani.asks("/send ani still here")).isEqualTo("ok sent to ani");
      TestWait.until(() -> ani.shownFrom("ani").contains("still here"), "the message");
      assertThat(log.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR)))
          .isEmpty();
    } finally {
      root.detachAppender(log);
    }
  }

  private static byte[] nonsense(Random random) {
    String[] commands = {
      "/register u p",
      "/login ani x",
      "/send ani hello",
      "/inbox 1",
      "/read 1",
      "/delete 1",
      "/ack 1",
      "/users",
      "#1 /send attacker x",
      "=abc /users",
      "/scram biwsbj1hbmkscj1hYmM=",
      "/unregister",
      "/all hello",
      "/servers",
      "/@live?",
      "/help"
    };
    byte[] bytes;
    if (random.nextInt(4) == 0) {
      bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      return bytes;
    }
    bytes = commands[random.nextInt(commands.length)].getBytes(StandardCharsets.UTF_8);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static InetSocketAddress server(Lab lab) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), lab.udpPort());
  }

  /** Each writes to the next two. */
  private static CompletableFuture<Void> everybodyTalks(List<Talker> talkers) {
    List<CompletableFuture<Void>> talks = new ArrayList<>();
    for (int i = 0; i < talkers.size(); i++) {
      for (int next = 1; next <= 2; next++) {
        Talker to = talkers.get((i + next) % talkers.size());
        talks.add(talkers.get(i).writes(to.name, texts()));
      }
    }
    return CompletableFuture.allOf(talks.toArray(CompletableFuture[]::new));
  }

  private static List<String> texts() {
    return IntStream.range(0, EACH).mapToObj(i -> "text " + i).toList();
  }

  private static int shown(Talker talker, List<Talker> talkers) {
    return talkers.stream().mapToInt(from -> talker.shownFrom(from.name).size()).sum();
  }

  private static void everythingIsShown(List<Talker> talkers) throws Exception {
    for (int i = 0; i < talkers.size(); i++) {
      Talker reader = talkers.get(i);
      for (int before = 1; before <= 2; before++) {
        String from = talkers.get((i - before + talkers.size()) % talkers.size()).name;
        TestWait.until(
            () -> reader.shownFrom(from).size() >= EACH, from + "'s to " + reader.name, LONG);
        assertThat(reader.shownFrom(from)).isEqualTo(texts());
      }
    }
  }
}
