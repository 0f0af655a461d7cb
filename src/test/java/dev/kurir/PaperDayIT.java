package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The paper's day (its table 4): 100 owners, each with a Telegram and an XMPP partner, 10 messages
 * each way, through the real adapters.
 */
class PaperDayIT {
  private static final int OWNERS = 100;
  private static final int MESSAGES = 10;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;

  private record Circle(
      Lab.PairedOwner owner, TelegramBot bot, TelegramUser user, XmppPartner friend) {}

  @Test
  void everyMessageOfTheDayIsStoredAndDeliveredOnceInOrder() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    Prosody.Options day = Prosody.Options.of("day.test").withoutArchive();
    ExecutorService people = Executors.newFixedThreadPool(8);
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Prosody prosody = Prosody.start(directory.resolve("prosody"), day)) {
      List<Circle> circles =
          together(
              people,
              IntStream.range(0, OWNERS)
                  .mapToObj(i -> (Callable<Circle>) () -> circle(lab, prosody, i))
                  .toList());

      together(
          people,
          circles.stream().map(circle -> (Callable<Void>) () -> partnersWrite(circle)).toList());
      TestWait.until(() -> lab.count("SELECT count(*) FROM outbox_line") == 2_000, "mapped", LONG);
      TestWait.until(
          () -> circles.stream().allMatch(c -> lab.shown(c.owner).size() == 1 + 2 * MESSAGES),
          "LINE",
          LONG);
      together(
          people,
          circles.stream().map(circle -> (Callable<Void>) () -> ownerWrites(circle)).toList());
      TestWait.until(
          () -> circles.stream().allMatch(c -> lab.shown(c.user).size() == MESSAGES),
          "Telegram",
          LONG);
      TestWait.until(
          () -> circles.stream().allMatch(c -> c.friend.received().size() == MESSAGES),
          "XMPP",
          LONG);
      TestWait.until(
          () -> lab.count("SELECT count(*) FROM receipt WHERE state = 'delivered'") == 4_100,
          "all settled",
          LONG);

      assertThat(rows(lab, "inbox_line")).isEqualTo(2_000);
      assertThat(rows(lab, "inbox_telegram")).isEqualTo(1_000);
      assertThat(rows(lab, "inbox_xmpp")).isEqualTo(1_000);
      assertThat(rows(lab, "outbox_line")).isEqualTo(2_000);
      assertThat(rows(lab, "outbox_telegram")).isEqualTo(1_000);
      assertThat(rows(lab, "outbox_xmpp")).isEqualTo(1_000);
      assertThat(lab.count("SELECT count(*) FROM receipt WHERE state <> 'delivered'")).isZero();
      for (Circle circle : circles) {
        String name = circle.owner.username();
        assertThat(fromPartner(lab, circle, "Telegram\n")).isEqualTo(numbered("t"));
        assertThat(fromPartner(lab, circle, "XMPP\n")).isEqualTo(numbered("x"));
        assertThat(lab.shown(circle.user)).as(name).isEqualTo(numbered("to t"));
        assertThat(circle.friend.received()).as(name).isEqualTo(numbered("to x"));
      }
      lab.lineJudge.assertNoViolations();
      lab.telegramJudge.assertNoViolations();
      printSizes(lab);
      together(
          people,
          circles.stream()
              .map(
                  circle ->
                      (Callable<Void>)
                          () -> {
                            circle.friend.close();
                            return null;
                          })
              .toList());
    } finally {
      people.shutdownNow();
    }
  }

  private static Circle circle(Lab lab, Prosody prosody, int number) throws Exception {
    String name = "owner" + number;
    Lab.PairedOwner owner = lab.pairedOwner(name);
    TelegramBot bot = lab.telegram.addBot(name + "_bot");
    lab.addTelegramBot(name, bot);
    lab.addXmppBot(name, prosody, name);
    TelegramUser user = lab.telegram.addUser("partner" + number, "Partner", "No" + number);
    return new Circle(owner, bot, user, new XmppPartner(prosody, "friend" + number));
  }

  private static Void partnersWrite(Circle circle) throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      circle.user.says(circle.bot, "t" + i);
      circle.friend.says(circle.owner.username() + "@day.test", "x" + i);
    }
    return null;
  }

  private static Void ownerWrites(Circle circle) throws Exception {
    String friend = circle.owner.username().replace("owner", "friend") + "@day.test";
    for (int i = 0; i < MESSAGES; i++) {
      circle
          .owner
          .user()
          .says(circle.owner.bot(), "Telegram " + circle.user.username() + " to t" + i);
      circle.owner.user().says(circle.owner.bot(), "Xmpp " + friend + " to x" + i);
    }
    return null;
  }

  private static List<String> fromPartner(Lab lab, Circle circle, String heading) {
    return lab.shown(circle.owner).stream()
        .filter(text -> text.startsWith(heading))
        .map(text -> text.substring(text.lastIndexOf('\n') + 1))
        .toList();
  }

  private static List<String> numbered(String prefix) {
    return IntStream.range(0, MESSAGES).mapToObj(i -> prefix + i).toList();
  }

  private static long rows(Lab lab, String table) throws Exception {
    return lab.count("SELECT count(*) FROM " + table);
  }

  private static void printSizes(Lab lab) throws Exception {
    StringBuilder text = new StringBuilder("bytes a row, indexes included:");
    for (String table :
        List.of(
            "inbox_line",
            "inbox_telegram",
            "inbox_xmpp",
            "outbox_line",
            "outbox_telegram",
            "outbox_xmpp",
            "receipt",
            "attempt")) {
      long bytes =
          lab.count(
              "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('"
                  + table
                  + "') WHERE isleaf");
      long rows = Math.max(1, rows(lab, table));
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-16s %,7d rows %,11d bytes %,6d a row",
              table,
              rows,
              bytes,
              bytes / rows));
    }
    System.out.println(text);
  }

  private static <T> List<T> together(ExecutorService people, List<Callable<T>> work)
      throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> one : people.invokeAll(work)) {
      results.add(one.get());
    }
    return results;
  }
}
