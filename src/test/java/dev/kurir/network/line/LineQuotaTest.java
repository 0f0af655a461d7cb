package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.OverQuota;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.sandbox.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a month allows, with a LINE that counts. */
class LineQuotaTest {
  private LineLab lab;

  @BeforeEach
  void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    lab = new LineLab();
    lab.line.setMonthlyLimit(lab.shop, 10);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private Outcome push() throws Exception {
    return lab.send(lab.dispatch(null, false, "push"));
  }

  private Map<String, Double> figures() {
    return lab.network.figures(LineLab.BOT);
  }

  private void openAt(long used) throws Exception {
    lab.line.setUsed(lab.shop, used);
    lab.open();
    lab.sariSays("halo"); // she is known from now on
    await().until(() -> figures().equals(Map.of("quota.limit", 10.0, "quota.used", (double) used)));
  }

  @Test
  void quotaIsReadCountedAndShown() throws Exception {
    openAt(3);
    assertThat(push()).isInstanceOf(Delivered.class);
    assertThat(figures()).containsEntry("quota.used", 4.0);
    assertThat(lab.network.health(LineLab.BOT).detail()).isEqualTo("webhook, quota 4 of 10 used");
    assertThat(lab.line.requests("quota")).isEqualTo(1);

    lab.line.setUsed(lab.shop, 6); // others push as well
    lab.clock.advance(Duration.ofMinutes(6));
    push();
    await().until(() -> figures().get("quota.used") == 7.0);
    assertThat(lab.told.texts).isEmpty();
  }

  @Test
  void unlimitedBotHasNoLimitToShow() throws Exception {
    lab.line.setMonthlyLimit(lab.shop, Long.MAX_VALUE);
    lab.open();
    await().until(() -> figures().equals(Map.of("quota.used", 0.0)));
    assertThat(lab.network.health(LineLab.BOT).detail()).isEqualTo("webhook");
  }

  @Test
  void ownerIsWarnedAtEightyAndAtHundredPercent() throws Exception {
    openAt(7);
    push();
    await().until(() -> lab.told.texts.containsKey("quota-80-2026-11"));
    assertThat(lab.told.texts.get("quota-80-2026-11"))
        .startsWith("Your LINE bot 7 has used 8 of its 10 messages of 2026-11.");
    push();
    push();
    await().until(() -> lab.told.texts.containsKey("quota-100-2026-11"));
    assertThat(lab.told.texts).hasSize(2);
    assertThat(lab.told.texts.get("quota-100-2026-11")).contains("(10)");
  }

  @Test
  void spentMonthWaitsAsksOncePerHourAndLetsRepliesOut() throws Exception {
    openAt(10);
    long pushes = lab.line.requests("push");
    OverQuota over = (OverQuota) push();
    assertThat(over.until()).isEqualTo(lab.clock.instant().plus(Duration.ofHours(1)));
    assertThat(over.reason()).contains("You have reached your monthly limit");
    for (int i = 0; i < 3; i++) {
      assertThat(((OverQuota) push()).until()).isEqualTo(over.until());
    }
    assertThat(lab.line.requests("push")).isEqualTo(pushes + 1);
    assertThat(lab.network.health(LineLab.BOT).detail())
        .isEqualTo("webhook, quota used up, 10 of 10 used");

    lab.sariSays("and now?");
    String permit = lab.network.permit(LineLab.BOT, lab.toSari).orElseThrow();
    assertThat(lab.send(lab.dispatch(permit, false, "free"))).isInstanceOf(Delivered.class);
    assertThat(push()).as("a reply says nothing of the quota").isInstanceOf(OverQuota.class);

    lab.clock.advance(Duration.ofHours(1));
    assertThat(push()).isInstanceOf(OverQuota.class);
    assertThat(push()).isInstanceOf(OverQuota.class);
    assertThat(lab.line.requests("push")).as("one probe").isEqualTo(pushes + 2);

    lab.line.setMonthlyLimit(lab.shop, 20);
    lab.clock.advance(Duration.ofHours(1));
    assertThat(push()).isInstanceOf(Delivered.class);
    assertThat(push()).isInstanceOf(Delivered.class);
  }

  @Test
  void monthBeginsInJapan() {
    LineQuota quota = new LineQuota();
    Instant lastHour = Instant.parse("2026-11-30T14:40:00Z");
    assertThat(quota.exceeded(lastHour)).isEqualTo(Instant.parse("2026-11-30T15:00:00Z"));
    quota.read(10L, 9, lastHour);
    assertThat(quota.level(lastHour)).map(LineQuota.Level::occasion).contains("quota-80-2026-11");
    Instant december = Instant.parse("2026-11-30T15:00:01Z");
    assertThat(quota.level(december)).isEmpty();
    assertThat(quota.figures(december)).isEmpty();
  }

  @Test
  void pushThatLineMayHaveTakenIsAskedForAllTheSame() throws Exception {
    openAt(9);
    lab.line.faults(lab.shop).next(1, Fault.SERVER_ERROR_AFTER_PROCESSING, "push");
    Dispatch lost = lab.dispatch(null, false, "lost answer");
    assertThat(lab.send(lost)).isInstanceOf(RetryLater.class);
    assertThat(push()).isInstanceOf(OverQuota.class);
    assertThat(lab.send(LineLab.again(lost, null, false))).isInstanceOf(Delivered.class);
    assertThat(lab.send(LineLab.again(lost, null, true))).isInstanceOf(Delivered.class);
    assertThat(lab.shown()).containsExactly("lost answer");
  }

  @Test
  void bySettingWhatIsOverIsRejectedWithTheReason() throws Exception {
    lab.close();
    lab = new LineLab(LineSettings.Spent.DEAD, Duration.ofMinutes(1));
    lab.line.setMonthlyLimit(lab.shop, 10);
    openAt(10);
    for (int i = 0; i < 2; i++) {
      assertThat(push())
          .isInstanceOfSatisfying(
              Rejected.class,
              rejected ->
                  assertThat(rejected.reason())
                      .startsWith("the bot's monthly quota at LINE is used up"));
    }
    assertThat(lab.line.requests("push")).isEqualTo(1);
  }

  @Test
  void quotaThatCannotBeReadHindersNothing() throws Exception {
    lab.line.faults(lab.shop).next(100, Fault.SERVER_ERROR, "quota");
    lab.open();
    lab.sariSays("halo");
    assertThat(push()).isInstanceOf(Delivered.class);
    assertThat(figures()).isEmpty();
  }

  @Test
  void settingIsWaitOrDead() {
    assertThat(LineSettings.Spent.of("dead")).isEqualTo(LineSettings.Spent.DEAD);
    assertThatThrownBy(() -> LineSettings.Spent.of("drop"))
        .hasMessage("kurir.line.over-quota: drop (expected: wait or dead)");
  }
}
