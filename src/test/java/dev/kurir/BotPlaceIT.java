package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.sandbox.LineRedelivery;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramBot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers on one database, and an owner with bots at them: each bot is served at one place,
 * whatever becomes of the servers, and nothing of what is said is lost, doubled or out of order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BotPlaceIT {
  private static final int SERVERS = 3;
  private static final String BEGUN = "(%s): served by this node from now on";
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir static Path directory;

  private static final List<TelegramBot> BOTS = new ArrayList<>();
  private static ServerLab servers;
  private static TelegramCallers callers;
  private static Prosody prosody;
  private static Desk desk;

  @BeforeAll
  static void start() throws Exception {
    servers = new ServerLab(directory, SERVERS).start();
    servers.lab(0).line.redelivery(LineRedelivery.IN_ORDER, Duration.ofMillis(200));
    callers = new TelegramCallers(servers);
    TestWait.until(servers::allSeeEachOther, "all servers to know all");
    desk = new Desk(servers, "sari");
    BOTS.add(desk.addTelegram(1, "rina"));
    BOTS.add(desk.addTelegram(2, "tono"));
    if (Prosody.find().isPresent()) {
      prosody = Prosody.start(directory.resolve("prosody"), "lab.test", 0);
      desk.addXmpp(0, prosody, "wati");
      desk.addXmpp(2, prosody, "yudi");
    } else {
      System.out.println("without XMPP: Prosody is not installed");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (desk != null) {
      desk.close();
    }
    if (prosody != null) {
      prosody.close();
    }
    servers.close();
  }

  /** Every server takes LINE's webhooks; no bot is polled by two. */
  @Test
  @Order(1)
  void eachBotIsServedAtOnePlace() throws Exception {
    int before = callers.count();
    List<Long> conflicts = conflicts();
    for (int server = 0; server < SERVERS; server++) {
      desk.lineCalls(server);
      desk.converse(4);
      desk.awaitAll();
    }
    desk.assertAll();
    assertThat(desk.uncertain()).isZero();
    assertThat(conflicts()).isEqualTo(conflicts);
    assertThat(BOTS).allMatch(bot -> callers.turns(before, bot).size() == 1);
  }

  @Test
  @Order(2)
  void theBotsOfAKilledServerAreTakenOver() throws Exception {
    int victim = callers.poller(BOTS.get(0));
    desk.lineCalls((victim + 1) % SERVERS);
    desk.converse(6);
    List<TelegramBot> its = polledBy(victim);
    int before = callers.count();
    long killed = System.nanoTime();
    servers.kill(victim);
    desk.converse(6);
    figures("kill -9", its, victim, before, killed);
    desk.awaitAll();
    desk.assertAll();

    servers.start(victim);
    TestWait.until(servers::allSeeEachOther, "all together again");
    desk.converse(3);
    desk.awaitAll();
    desk.assertAll();
    System.out.println("kill -9: uncertain so far " + desk.uncertain());
  }

  @Test
  @Order(3)
  void aFrozenServerDoesNothingForTheBotsItLost() throws Exception {
    int victim = callers.poller(BOTS.get(0));
    desk.lineCalls((victim + 1) % SERVERS);
    desk.converse(6);
    List<TelegramBot> its = polledBy(victim);
    int before = callers.count();
    long frozen = System.nanoTime();
    servers.freeze(victim, true);
    int asleep;
    List<Integer> logged = new ArrayList<>();
    List<Integer> pollers = new ArrayList<>();
    try {
      desk.converse(6);
      figures("freeze", its, victim, before, frozen);
      desk.awaitAll();
      asleep = callers.count();
      for (int server = 0; server < SERVERS; server++) {
        logged.add(servers.log(server).length());
      }
      BOTS.forEach(bot -> pollers.add(callers.poller(bot)));
    } finally {
      servers.freeze(victim, false);
    }
    desk.converse(6);
    TestWait.until(servers::allSeeEachOther, "all together again");
    desk.awaitAll();
    desk.converse(3);
    desk.awaitAll();
    desk.assertAll();
    System.out.println("freeze: uncertain so far " + desk.uncertain());

    for (int i = 0; i < BOTS.size(); i++) {
      TelegramBot bot = BOTS.get(i);
      List<Integer> turns = callers.turns(asleep, bot);
      for (int server = 0; server < SERVERS; server++) {
        int had = server == pollers.get(i) ? 1 : 0;
        assertThat(Collections.frequency(turns, server))
            .as(
                "turns of server %d (%d was frozen) for %s: %s",
                server, victim, bot, callers.history(asleep, bot))
            .isLessThanOrEqualTo(had + begun(server, logged.get(server), bot));
      }
      for (TelegramCallers.Call call : callers.since(asleep, bot)) {
        if (call.server() == victim && its.contains(bot)) {
          assertThat(servers.log(victim).substring(logged.get(victim), (int) call.logged()))
              .as("before %s for %s", call.method(), bot)
              .contains(BEGUN.formatted(bot.username()));
        }
      }
    }
  }

  @Test
  @Order(4)
  void aRestartOfTheDatabaseWhileAServerJoinsIsSurvived() throws Exception {
    desk.lineCalls(0);
    servers.kill(2);
    Path before = servers.lab(2).log();
    Postmaster postgres = servers.postgres();
    CompletableFuture<Void> joins =
        CompletableFuture.runAsync(
            () -> {
              try {
                servers.start(2);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    desk.converse(3);
    TestWait.until(
        () -> {
          Path log = servers.lab(2).log();
          return !log.equals(before)
              && Files.readString(log).contains("servers that work together");
        },
        "the server to join");
    postgres.kill();
    desk.converse(3);
    postgres.start();
    desk.converse(3);
    joins.join();
    TestWait.until(servers::allSeeEachOther, "all together again", LONG);
    desk.awaitAll();
    desk.converse(3);
    desk.awaitAll();
    desk.assertAll();
  }

  /** How often a server has begun to serve a bot since its log had a length. */
  private static int begun(int server, int logged, TelegramBot bot) throws Exception {
    String since = servers.log(server).substring(logged);
    return since.split(Pattern.quote(BEGUN.formatted(bot.username())), -1).length - 1;
  }

  private static List<Long> conflicts() {
    return BOTS.stream().map(servers.lab(0).telegram::conflicts).toList();
  }

  private static List<TelegramBot> polledBy(int server) {
    return BOTS.stream().filter(bot -> callers.poller(bot) == server).toList();
  }

  private static void figures(
      String what, List<TelegramBot> bots, int victim, int before, long since) {
    for (TelegramBot bot : bots) {
      System.out.printf(
          "%s: @%s polled by another server after %d ms%n",
          what, bot.username(), callers.takenOver(bot, victim, before, since));
    }
  }
}
