package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.chaos.JournalDisk;
import dev.kurir.sandbox.LineRedelivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, under load: what arrives is refused clearly, nothing acknowledged is lost,
 * and it goes on by itself when there is room again.
 */
class OutOfSpaceIT {
  private static final int MEGABYTES = 24;

  @TempDir Path directory;

  @Test
  void theJournalsDiskIsFull() throws Exception {
    Path data = directory.resolve("data");
    try (JournalDisk disk = JournalDisk.mount(data.resolve("journal"), MEGABYTES)) {
      assumeTrue(disk.missing() == null, disk.missing());
      try (Lab lab = new Lab(data).start();
          UdpUser ani = user(lab, "ani");
          UdpUser budi = user(lab, "budi")) {
        lab.line.redelivery(LineRedelivery.IN_ORDER, Duration.ofMillis(200));
        Lab.PairedOwner sari = lab.pairedOwner("sari");
        List<String> acknowledged = new ArrayList<>();
        AtomicInteger full = new AtomicInteger();
        AtomicInteger again = new AtomicInteger();
        CompletableFuture<Void> load =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    for (int i = 0; again.get() < 50; i++) {
                      String answer = ani.asks("/send budi n" + i);
                      if (answer.startsWith("ok")) {
                        acknowledged.add("n" + i);
                        if (full.get() > 0) {
                          again.incrementAndGet();
                        }
                      } else {
                        assertThat(answer).startsWith("err 507 ");
                        full.incrementAndGet();
                      }
                    }
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        TestWait.until(() -> budi.texts().size() > 20, "the load");

        disk.fill();
        TestWait.until(() -> full.get() > 20 || load.isDone(), "refusals");
        sari.user().says(sari.bot(), "/contacts");
        TestWait.until(() -> health(lab).contains("full"), "health to say so");
        disk.empty();

        load.join();
        TestWait.until(() -> lab.shown(sari).size() == 2, "LINE has delivered again");
        TestWait.until(
            () -> budi.texts().size() >= acknowledged.size(), "all that was acknowledged");
        assertThat(budi.texts().stream().map(text -> text.split(" ")[1]).toList())
            .isEqualTo(acknowledged);
        assertThat(lab.line.eventsLost()).isZero();
      }
    }
  }

  private static String health(Lab lab) throws Exception {
    return Web.get("http://127.0.0.1:" + lab.managementPort() + "/observe/health").body();
  }

  private static UdpUser user(Lab lab, String name) throws Exception {
    UdpUser user = new UdpUser(lab.udpPort());
    assertThat(user.asks("/register " + name + " secret")).startsWith("ok");
    assertThat(user.asks("/login " + name + " secret ack")).startsWith("ok");
    user.acknowledges();
    return user;
  }
}
