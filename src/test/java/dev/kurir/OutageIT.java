package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is killed in the middle of conversations, stays away for a while and returns. */
class OutageIT {
  private static final int OWNERS = 3;
  private static final int EACH = 60;
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void whileTheDatabaseIsAwayMessagesAreTakenAndNoneIsLost() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data")).withPublicUrl().start()) {
      List<Circle> circles = new ArrayList<>();
      for (int i = 0; i < OWNERS; i++) {
        circles.add(Circle.of(lab, "owner" + i));
      }
      Postmaster postgres = new Postmaster(lab);

      circles.forEach(circle -> circle.converse(0, EACH / 3));
      TestWait.until(() -> circles.stream().allMatch(c -> c.haveRead(2)), "a conversation");
      postgres.kill();
      circles.forEach(circle -> circle.converse(EACH / 3, 2 * EACH / 3));
      TestWait.until(() -> lab.line.eventsOpen() == 0, "LINE's webhooks to be answered");
      TestWait.until(
          () -> circles.stream().allMatch(c -> lab.telegram.pendingUpdates(c.bot()) == 0),
          "Telegram's webhooks to be answered");
      assertThat(lab.line.eventsLost()).isZero();
      healthTellsOfTheOutage(lab);

      postgres.start();
      circles.forEach(circle -> circle.converse(2 * EACH / 3, EACH));
      TestWait.until(() -> circles.stream().allMatch(c -> c.haveRead(EACH)), "everything", LONG);
      TestWait.until(
          () ->
              lab.count(
                      "SELECT count(*) FROM outbox o JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day"
                          + " WHERE r.state = 'delivered' AND o.ledger <> 'control'")
                  == OWNERS * (2 * EACH + 1),
          "everything settled as delivered",
          LONG);
      for (Circle circle : circles) {
        assertThat(circle.ownerRead()).isEqualTo(Circle.numbered("t", EACH));
        assertThat(circle.partnerRead()).isEqualTo(Circle.numbered("o", EACH));
      }
      assertThat(lab.line.eventsLost()).isZero();
      TestWait.until(() -> health(lab).status() == 200, "health to recover");
      lab.lineJudge.assertNoViolations();
      lab.telegramJudge.assertNoViolations();
    }
  }

  private static void healthTellsOfTheOutage(Lab lab) throws Exception {
    Web.Reply health = health(lab);
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.body()).contains("\"status\":\"DOWN\"", "messages are accepted and wait");
    Web.Reply ready = Web.get(url(lab) + "/ready");
    assertThat(ready.status()).as("readiness: %s", ready.body()).isEqualTo(200);
  }

  private static Web.Reply health(Lab lab) throws Exception {
    return Web.get(url(lab));
  }

  private static String url(Lab lab) {
    return "http://127.0.0.1:" + lab.managementPort() + "/observe/health";
  }
}
