package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.sandbox.LineRedelivery;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill -9 in the middle of everything. */
class CrashIT {
  private static final int OWNERS = 10;
  private static final int EACH = 100;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;

  private record Circle(Lab.PairedOwner owner, TelegramBot bot, TelegramUser user) {}

  @Test
  void twoThousandMessagesInFlightSurviveAKill() throws Exception {
    try (Lab lab = new Lab(directory.resolve("data"))) {
      lab.line.redelivery(LineRedelivery.IN_ORDER, Duration.ofMillis(200));
      Process kurir = lab.startProcess();
      List<Circle> circles = new ArrayList<>();
      for (int i = 0; i < OWNERS; i++) {
        circles.add(circle(lab, i));
      }
      for (int i = 0; i < EACH; i++) {
        for (Circle circle : circles) {
          circle.user.says(circle.bot, "t" + i);
          circle
              .owner
              .user()
              .says(circle.owner.bot(), "Telegram " + circle.user.username() + " o" + i);
        }
      }
      TestWait.until(
          () -> shownOnLine(lab, circles) > 100 && shownOnTelegram(lab, circles) > 100,
          "some",
          LONG);
      kurir.destroyForcibly().waitFor();
      long atKill = shownOnLine(lab, circles) + shownOnTelegram(lab, circles);
      System.out.println("killed with " + atKill + " of " + 2 * OWNERS * EACH + " shown");
      assertThat(atKill).isLessThan(2 * OWNERS * EACH);

      lab.startProcess();
      TestWait.until(() -> shownOnLine(lab, circles) == OWNERS * EACH, "all on LINE", LONG);
      TestWait.until(
          () ->
              lab.count(
                      "SELECT count(*) FROM outbox_telegram o JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day")
                  == OWNERS * EACH,
          "all to Telegram settled",
          LONG);
      Set<String> uncertain = uncertain(lab);
      System.out.println("uncertain to Telegram: " + uncertain.size());
      assertThat(uncertain.size()).isLessThanOrEqualTo(OWNERS);
      assertThat(lab.count("SELECT count(*) FROM receipt WHERE state = 'dead'")).isZero();
      for (Circle circle : circles) {
        assertThat(fromPartner(lab, circle)).isEqualTo(numbered("t"));
        List<String> shown = lab.shown(circle.user);
        assertThat(shown).doesNotHaveDuplicates().isSubsetOf(numbered("o"));
        List<String> expected = new ArrayList<>(numbered("o"));
        expected.removeIf(
            text ->
                !shown.contains(text) && uncertain.contains(circle.user.username() + " " + text));
        assertThat(shown).isEqualTo(expected);
      }
    }
  }

  private static Circle circle(Lab lab, int number) throws Exception {
    String name = "owner" + number;
    Lab.PairedOwner owner = lab.pairedOwner(name);
    TelegramBot bot = lab.telegram.addBot(name + "_bot");
    lab.addTelegramBot(name, bot);
    TelegramUser user = lab.telegram.addUser("partner" + number, "Partner", "No" + number);
    user.says(bot, "hello");
    TestWait.until(() -> lab.shown(owner).size() == 2, "the first message of " + name);
    return new Circle(owner, bot, user);
  }

  private static long shownOnLine(Lab lab, List<Circle> circles) {
    return circles.stream().mapToLong(circle -> fromPartner(lab, circle).size()).sum();
  }

  private static long shownOnTelegram(Lab lab, List<Circle> circles) {
    return circles.stream().mapToLong(circle -> lab.shown(circle.user).size()).sum();
  }

  private static List<String> fromPartner(Lab lab, Circle circle) {
    return lab.shown(circle.owner).stream()
        .filter(text -> text.startsWith("Telegram\n"))
        .map(text -> text.substring(text.lastIndexOf('\n') + 1))
        .filter(text -> !text.equals("hello"))
        .toList();
  }

  private static Set<String> uncertain(Lab lab) throws Exception {
    Set<String> texts = new HashSet<>();
    try (Connection connection = lab.active();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT c.user_name, o.text FROM receipt r JOIN outbox o ON o.id = r.outbox_id AND o.day = r.day"
                    + " JOIN contact c ON c.id = o.contact_id WHERE r.state = 'uncertain'")) {
      while (row.next()) {
        texts.add(row.getString(1) + " " + row.getString(2));
      }
    }
    return texts;
  }

  private static List<String> numbered(String prefix) {
    return IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList();
  }
}
