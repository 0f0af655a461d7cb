package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.FakeTelegram.envelope;
import static dev.kurir.network.telegram.TelegramLab.TOKEN;
import static dev.kurir.network.telegram.TelegramLab.bot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.network.BotHealth;
import dev.kurir.network.SendFailedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelegramPollingTest {
  private static final BotId BOT = new BotId(7);
  private final List<List<Arrival>> exchanges = new CopyOnWriteArrayList<>();
  private TelegramLab lab;

  @AfterEach
  void stop() {
    lab.close();
  }

  private TelegramLab receiving(TelegramLab made) throws Exception {
    return made.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("telegram:bots?timeout=2")
                .routeId("telegram-inbound")
                .process(
                    e -> {
                      List<Arrival> arrivals =
                          CamelTelegramFaultsTest.arrivals(e.getMessage().getBody());
                      exchanges.add(arrivals);
                      made.stored.addAll(arrivals);
                    });
          }
        });
  }

  @Test
  void updatesOfOneAnswerAreOneExchangeInTheirOrder() throws Exception {
    lab = receiving(new TelegramLab());
    for (int i = 0; i < 150; i++) {
      lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "n" + i));
    }
    lab.network.open(bot());
    await().until(() -> lab.stored.size() == 150);

    assertThat(lab.stored)
        .extracting(Arrival::text)
        .isEqualTo(IntStream.range(0, 150).mapToObj(i -> "n" + i).toList());
    assertThat(exchanges).extracting(List::size).containsExactly(100, 50);
    await().until(() -> lab.telegram.unconfirmed(TOKEN) == 0);
    assertThat(lab.network.health(BOT)).isEqualTo(new BotHealth(true, "polling"));
  }

  @Test
  void aNodeThatMayHaveLostTheBotTakesNothingInAndConfirmsNothing() throws Exception {
    lab = receiving(new TelegramLab());
    AtomicBoolean held = new AtomicBoolean(true);
    lab.network.ask(bot -> held.get());
    lab.network.open(bot());
    await().until(() -> lab.network.health(BOT).up());

    held.set(false); // while a poll is under way
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    await().until(() -> !lab.network.health(BOT).up());
    Exchange sent =
        lab.template()
            .send("telegram:bots", e -> e.getMessage().setBody(TelegramLab.dispatch(7, 42, "x")));

    assertThat(sent.getException()).isInstanceOf(SendFailedException.class);
    assertThat(lab.telegram.calls)
        .extracting(FakeTelegram.Call::method)
        .doesNotContain("sendMessage");
    assertThat(lab.stored).isEmpty();
    assertThat(lab.telegram.unconfirmed(TOKEN)).isEqualTo(1);
    held.set(true);
    await().until(() -> lab.stored.size() == 1 && lab.telegram.unconfirmed(TOKEN) == 0);
    assertThat(lab.network.exclusive()).isTrue();
  }

  @Test
  void webhookThatWasSetIsRemovedBeforePolling() throws Exception {
    lab = receiving(new TelegramLab());
    lab.telegram.webhook(TOKEN, "https://elsewhere.example/");
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    lab.network.open(bot());
    await().until(() -> lab.stored.size() == 1);
    assertThat(lab.telegram.calls)
        .extracting(FakeTelegram.Call::method)
        .startsWith("getWebhookInfo", "deleteWebhook", "getUpdates");
    assertThat(lab.telegram.calls("deleteWebhook").get(0).arguments().path("drop_pending_updates"))
        .hasToString("false");
  }

  @Test
  void secondPollerIsExplainedAndPollingGoesOnWhenItIsGone() throws Exception {
    lab = receiving(new TelegramLab());
    lab.telegram.conflicts(TOKEN, true);
    lab.network.open(bot());
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    await()
        .until(
            () ->
                lab.network
                    .health(BOT)
                    .equals(
                        new BotHealth(
                            false,
                            "409: another program polls this bot;"
                                + " stop it, or give Kurir a bot of its own")));
    lab.telegram.conflicts(TOKEN, false);
    await().until(() -> lab.stored.size() == 1);
    await().until(() -> lab.network.health(BOT).up());
  }

  @Test
  void revokedTokenIsAskedForRarelyAndPollingGoesOnWhenItIsAcceptedAgain() throws Exception {
    lab = receiving(new TelegramLab());
    lab.network.open(bot());
    await().until(() -> lab.telegram.polling() == 1);
    lab.telegram.revoke(TOKEN);
    await().until(() -> !lab.network.health(BOT).up());
    assertThat(lab.network.health(BOT).detail())
        .isEqualTo(
            "token refused: Telegram 401: Unauthorized (expected: the bot's current token);"
                + " trying again, rarely");
    await().until(() -> lab.waits.size() >= 7);
    assertThat(List.copyOf(lab.waits).subList(0, 7))
        .extracting(Duration::toMinutes)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);

    lab.telegram.account(TOKEN);
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    await().until(() -> lab.stored.size() == 1);
    await().until(() -> lab.network.health(BOT).up());
  }

  @Test
  void ownerIsToldOnceWhatADayOfSilenceMayHaveCost() throws Exception {
    Memory memory = new Memory();
    memory.marks.put(BOT, "read 2026-11-19T09:00:00Z");
    lab = receiving(new TelegramLab(null, null, memory));
    lab.network.open(bot());
    await().until(() -> !memory.told.isEmpty());
    assertThat(memory.told)
        .containsOnlyKeys("gap-" + Instant.parse("2026-11-19T09:00:00Z").getEpochSecond());
    assertThat(memory.told.values().iterator().next())
        .contains("from 2026-11-19 09:00 UTC to 2026-11-21 10:00 UTC")
        .contains("between 2026-11-19 09:00 UTC and 2026-11-20 10:00 UTC may be missing");
    await().until(() -> memory.marks.get(BOT).equals("read 2026-11-21T10:00:00Z"));
    assertThat(memory.told).hasSize(1);
  }

  @Test
  void shorterSilenceAndAFirstStartAreNoGap() throws Exception {
    Memory memory = new Memory();
    memory.marks.put(BOT, "read 2026-11-20T10:30:00Z");
    lab = receiving(new TelegramLab(null, null, memory));
    lab.telegram.account("8:AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM");
    lab.network.open(bot());
    lab.network.open(bot(8, "8:AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM"));
    for (String token : List.of(TOKEN, "8:AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM")) {
      lab.telegram.update(token, "message", FakeTelegram.message(42, "Halo"));
    }
    await().until(() -> lab.stored.size() == 2);
    lab.clock.forward(Duration.ofMinutes(2));
    await()
        .until(
            () ->
                "read 2026-11-21T10:00:00Z".equals(memory.marks.get(BOT))
                    && memory.marks.size() == 2);
    lab.network.close(BOT);
    assertThat(memory.told).isEmpty();
  }

  @Test
  void whatCouldNotBeStoredForADayIsTold() throws Exception {
    Memory memory = new Memory();
    java.util.concurrent.atomic.AtomicBoolean full =
        new java.util.concurrent.atomic.AtomicBoolean(true);
    lab = new TelegramLab(null, null, memory);
    memory.marks.put(BOT, "read 2026-11-21T09:59:00Z");
    lab.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("telegram:bots?timeout=2")
                .process(
                    e -> {
                      if (full.get()) {
                        throw new IllegalStateException("the journal is full");
                      }
                      lab.stored.addAll(CamelTelegramFaultsTest.arrivals(e.getMessage().getBody()));
                    });
          }
        });
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    lab.network.open(bot());
    await().until(() -> !lab.network.health(BOT).up());
    assertThat(memory.told).isEmpty();
    lab.clock.forward(Duration.ofHours(25));
    await().until(() -> memory.told.size() == 1);
    full.set(false);
    await().until(() -> lab.stored.size() == 1);
    assertThat(memory.told).hasSize(1);
  }

  @Test
  void networkAwayAtOpeningIsNoErrorAndPollingBeginsWhenItIsBack() throws Exception {
    FakeTelegram later = new FakeTelegram();
    URI url = later.url();
    later.close();
    lab = receiving(new TelegramLab(null, url));
    lab.network.open(bot());
    await().until(() -> lab.waits.size() > 3);
    BotHealth health = lab.network.health(BOT);
    assertThat(health.up()).isFalse();
    assertThat(health.detail()).contains("not reached: connection refused");
    assertThat(lab.waits.get(3)).isGreaterThan(lab.waits.get(0));

    try (FakeTelegram back = new FakeTelegram(url.getPort(), TOKEN)) {
      back.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
      await().until(() -> lab.stored.size() == 1);
      await().until(() -> lab.network.health(BOT).up());
      lab.network.close(BOT);
    }
  }

  @Test
  void serverErrorsAndGatewayPagesOnlyDelay() throws Exception {
    lab = receiving(new TelegramLab());
    lab.telegram.answer("getWebhookInfo", 502, "<html>");
    lab.telegram.answer("getUpdates", 500, envelope(500, "Internal", "{}"));
    lab.telegram.answer("getUpdates", 200, "{\"ok\":true,\"resu");
    lab.telegram.breakOff("getUpdates");
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    lab.network.open(bot());
    await().until(() -> lab.stored.size() == 1);
    assertThat(lab.stored.get(0).text()).isEqualTo("Halo");
  }

  @Test
  void closedBotPollsNoMoreAndConfirmsNothingUnstored() throws Exception {
    CountDownLatch inRoute = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    lab = new TelegramLab();
    lab.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("telegram:bots")
                .process(
                    e -> {
                      inRoute.countDown();
                      goOn.await();
                      throw new IllegalStateException("not stored");
                    });
          }
        });
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    lab.network.open(bot());
    inRoute.await();
    lab.network.close(BOT);
    goOn.countDown();

    await().until(() -> lab.camel.getInflightRepository().size() == 0);
    assertThat(lab.telegram.unconfirmed(TOKEN)).isEqualTo(1);
    assertThat(lab.telegram.calls("getUpdates")).hasSize(1);
    assertThat(lab.network.health(BOT)).isEqualTo(new BotHealth(false, "not open here"));
  }

  @Test
  void stoppedRouteStopsPollingAndAStartedOneTakesItUp() throws Exception {
    lab = receiving(new TelegramLab());
    lab.network.open(bot());
    lab.camel.getRouteController().stopRoute("telegram-inbound");
    assertThat(lab.network.health(BOT).detail()).startsWith("sends only");
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    lab.camel.getRouteController().startRoute("telegram-inbound");
    await().until(() -> lab.stored.size() == 1);
  }

  @Test
  void offsetIsLeftOutAfterAQuietDayBecauseIdsMayStartAnew() throws Exception {
    lab = receiving(new TelegramLab());
    lab.telegram.update(TOKEN, "message", FakeTelegram.message(42, "Halo"));
    lab.network.open(bot());
    await().until(() -> lab.telegram.unconfirmed(TOKEN) == 0);
    lab.clock.forward(Duration.ofHours(25));
    await()
        .until(
            () -> {
              List<FakeTelegram.Call> calls = lab.telegram.calls("getUpdates");
              return !calls.get(calls.size() - 1).arguments().has("offset");
            });
  }

  @Test
  void twoHundredBotsNeedNoTwoHundredThreads() throws Exception {
    lab = receiving(new TelegramLab());
    for (int i = 1; i <= 200; i++) {
      String token = "900" + i + ":AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM";
      lab.telegram.account(token);
      lab.network.open(bot(i, token));
    }
    await().until(() -> lab.telegram.polling() == 200);
    Map<String, Long> threads =
        Thread.getAllStackTraces().keySet().stream()
            .collect(
                Collectors.groupingBy(
                    Thread::getName, ConcurrentHashMap::new, Collectors.counting()));
    assertThat(threads.getOrDefault("kurir-telegram", 0L)).isLessThan(100);

    for (int i = 1; i <= 200; i++) {
      lab.telegram.update(
          "900" + i + ":AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM",
          "message",
          FakeTelegram.message(42, "to " + i));
    }
    await().until(() -> lab.stored.size() == 200);
    assertThat(lab.stored)
        .allSatisfy(arrival -> assertThat(arrival.text()).isEqualTo("to " + arrival.bot()));
  }
}
