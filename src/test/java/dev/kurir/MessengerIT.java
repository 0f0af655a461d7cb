package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messenger of one server, by people with nothing but a socket. */
class MessengerIT {
  @TempDir static Path directory;
  private static Lab lab;
  private static int people;

  @BeforeAll
  static void start() throws Exception {
    lab = new Lab(directory.resolve("data")).start();
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  private static UdpUser somebody() throws Exception {
    return new UdpUser(lab.udpPort());
  }

  /** A new user who is logged in. */
  private static UdpUser user(String name) throws Exception {
    UdpUser user = somebody();
    assertThat(user.asks("/register " + name + " rahasia")).isEqualTo("ok registered " + name);
    assertThat(user.asks("/login " + name + " rahasia")).startsWith("ok welcome " + name);
    return user;
  }

  private static void addBot(String name, int expected) throws Exception {
    lab.post(
        "/owners/sari/bots",
        Map.of("network", "udp", "credentials", Map.of("name", name)),
        expected);
  }

  private static String fresh(String name) {
    return name + ++people;
  }

  @Test
  void aUserIsAMemberFirst() throws Exception {
    String name = fresh("darma");
    try (UdpUser user = somebody()) {
      assertThat(user.asks("/login " + name + " rahasia"))
          .isEqualTo("err 401 wrong name or password");
      assertThat(user.asks("/register " + name + " rahasia")).isEqualTo("ok registered " + name);
      assertThat(user.asks("/register " + name + " lain"))
          .isEqualTo("err 409 user " + name + ": the name is taken");
      assertThat(user.asks("/login " + name + " salah")).startsWith("err 401");
      assertThat(user.asks("/login " + name + " rahasia")).startsWith("ok welcome " + name);
      TestWait.until(() -> user.pushes().size() == 1, "the list of users");
      assertThat(user.pushes().get(0)).startsWith("users 1/1:").contains(name);
    }
    assertThat(lab.count("SELECT count(*) FROM messenger_user WHERE password LIKE '$argon2id$%'"))
        .isPositive();
    assertThat(
            lab.count(
                "SELECT count(*) FROM messenger_user WHERE password LIKE '%rahasia%'"
                    + " OR verifier LIKE '%rahasia%'"))
        .isZero();
  }

  @Test
  void whoIsNotLoggedInSendsNothing() throws Exception {
    String to = fresh("sari");
    try (UdpUser stranger = somebody();
        UdpUser sari = user(to)) {
      long before = lab.count("SELECT count(*) FROM inbox_udp");
      assertThat(stranger.asks("/send " + to + " halo")).isEqualTo("err 401 log in first");
      assertThat(stranger.asks("/all halo halo halo")).isEqualTo("err 401 log in first");
      assertThat(sari.asks("/send " + to + " to myself")).startsWith("ok");
      TestWait.until(() -> sari.messages().size() == 1, "the message that is allowed");
      assertThat(lab.count("SELECT count(*) FROM inbox_udp")).isEqualTo(before + 1);
    }
  }

  @Test
  void messagesArriveInOrderAndNumbered() throws Exception {
    String from = fresh("ani");
    String to = fresh("budi");
    try (UdpUser ani = user(from);
        UdpUser budi = user(to)) {
      for (int i = 1; i <= 50; i++) {
        assertThat(ani.asks("/send " + to + " halo " + i)).isEqualTo("ok sent to " + to);
      }
      TestWait.until(() -> budi.messages().size() == 50, "all messages");
      assertThat(budi.texts())
          .isEqualTo(IntStream.rangeClosed(1, 50).mapToObj(i -> from + " halo " + i).toList());
      assertThat(budi.messages().stream().map(m -> Long.parseLong(m.split(" ")[0])).toList())
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void theInboxIsReadAndDeletedByNumber() throws Exception {
    String from = fresh("ani");
    String to = fresh("budi");
    try (UdpUser ani = user(from);
        UdpUser budi = user(to)) {
      for (int i = 1; i <= 30; i++) {
        ani.asks("/send " + to + " pesan nomor " + i + " yang cukup panjang untuk satu baris");
      }
      TestWait.until(() -> budi.messages().size() == 30, "all messages");
      String page = budi.asks("/inbox");
      assertThat(page).startsWith("ok inbox: 30 messages, 30 unread, more: /inbox ");
      assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1_400);
      String next = page.lines().findFirst().orElseThrow().replaceAll(".*/inbox ", "");
      assertThat(budi.asks("/inbox " + next)).contains("\n" + next + "* " + from + " ");

      String first = budi.messages().get(0).split(" ")[0];
      assertThat(budi.asks("/read " + first))
          .startsWith("ok " + first + " " + from + " ")
          .endsWith(" pesan nomor 1 yang cukup panjang untuk satu baris");
      assertThat(budi.asks("/inbox")).startsWith("ok inbox: 30 messages, 29 unread");
      assertThat(budi.asks("/delete " + first)).isEqualTo("ok deleted " + first);
      assertThat(budi.asks("/read " + first)).isEqualTo("err 404 no message " + first);
      assertThat(budi.asks("/delete " + first)).isEqualTo("err 404 no message " + first);
      assertThat(budi.asks("/inbox")).startsWith("ok inbox: 29 messages, 29 unread");
      assertThat(ani.asks("/inbox")).startsWith("ok inbox: 0 messages");
    }
  }

  @Test
  void whatCameWhileAwayComesAtTheNextLoginInOrderAndOnce() throws Exception {
    String from = fresh("ani");
    String to = fresh("budi");
    try (UdpUser ani = user(from);
        UdpUser budi = user(to)) {
      assertThat(budi.asks("/logout")).startsWith("ok");
      for (int i = 1; i <= 20; i++) {
        assertThat(ani.asks("/send " + to + " halo " + i)).startsWith("ok");
      }
      assertThat(ani.asks("/all kepada semua")).startsWith("ok");
      assertThat(budi.asks("/users")).startsWith("err 401");
      assertThat(budi.asks("/login " + to + " rahasia")).startsWith("ok welcome");
      TestWait.until(() -> budi.messages().size() == 20, "what waited");
      List<String> expected =
          IntStream.rangeClosed(1, 20).mapToObj(i -> from + " halo " + i).toList();
      assertThat(budi.texts()).isEqualTo(expected);
      assertThat(budi.asks("/logout")).startsWith("ok");
      assertThat(budi.asks("/login " + to + " rahasia")).startsWith("ok welcome");
      assertThat(ani.asks("/send " + to + " halo 21")).startsWith("ok");
      TestWait.until(() -> budi.messages().size() > 20, "the next one");
      assertThat(budi.texts()).hasSize(21).endsWith(from + " halo 21");
    }
  }

  @Test
  void aMessageToAllReachesEverybodyWhoIsConnectedAndNobodyBetween() throws Exception {
    String from = fresh("ani");
    String one = fresh("budi");
    String two = fresh("citra");
    try (UdpUser ani = user(from);
        UdpUser budi = user(one);
        UdpUser citra = user(two)) {
      assertThat(ani.asks("/all halo semua")).startsWith("ok sent to ");
      TestWait.until(() -> budi.texts().contains(from + " halo semua"), "budi");
      TestWait.until(() -> citra.texts().contains(from + " halo semua"), "citra");
      assertThat(ani.asks("/send " + one + " hanya budi")).startsWith("ok");
      TestWait.until(() -> budi.texts().contains(from + " hanya budi"), "budi alone");
      assertThat(citra.texts()).doesNotContain(from + " hanya budi");
      assertThat(ani.texts()).isEmpty();
    }
  }

  @Test
  void whoUnregistersIsGoneWithTheMailbox() throws Exception {
    String from = fresh("ani");
    String to = fresh("budi");
    try (UdpUser ani = user(from);
        UdpUser budi = user(to)) {
      ani.asks("/send " + to + " rahasia besar");
      TestWait.until(() -> budi.messages().size() == 1, "the message");
      assertThat(budi.asks("/unregister")).isEqualTo("ok confirm: /unregister <password>");
      assertThat(budi.asks("/unregister salah")).startsWith("err 401");
      assertThat(budi.asks("/unregister rahasia")).startsWith("ok goodbye");
      assertThat(ani.asks("/send " + to + " halo")).isEqualTo("err 404 no user " + to);
      assertThat(budi.asks("/login " + to + " rahasia")).startsWith("err 401");
      assertThat(lab.count("SELECT count(*) FROM outbox WHERE text LIKE '%rahasia besar%'"))
          .isZero();
      assertThat(lab.count("SELECT count(*) FROM inbox WHERE text LIKE '%rahasia besar%'"))
          .isZero();
      assertThat(budi.asks("/register " + to + " baru")).startsWith("ok");
      assertThat(budi.asks("/login " + to + " baru")).startsWith("ok");
      assertThat(budi.asks("/inbox")).startsWith("ok inbox: 0 messages");
    }
  }

  @Test
  void severalUsersOnOneMachineAreToldApart() throws Exception {
    String one = fresh("ani");
    String two = fresh("budi");
    try (UdpUser ani = user(one);
        UdpUser budi = user(two);
        UdpUser third = somebody()) {
      assertThat(ani.asks("/send " + two + " dari ani")).startsWith("ok");
      assertThat(budi.asks("/send " + one + " dari budi")).startsWith("ok");
      TestWait.until(() -> ani.texts().contains(two + " dari budi"), "budi's");
      TestWait.until(() -> budi.texts().contains(one + " dari ani"), "ani's");
      assertThat(third.asks("/users")).startsWith("err 401");
      assertThat(ani.asks("/users")).contains(one, two);
    }
  }

  @Test
  void aRepeatedRequestIsDoneOnceAndAnsweredAgain() throws Exception {
    String from = fresh("ani");
    String to = fresh("budi");
    try (UdpUser ani = user(from);
        UdpUser budi = user(to)) {
      for (int i = 0; i < 5; i++) {
        assertThat(ani.asks("#7 /send " + to + " sekali")).isEqualTo("#7 ok sent to " + to);
      }
      assertThat(ani.asks("#7 /send " + to + " lain")).isEqualTo("#7 ok sent to " + to);
      TestWait.until(() -> budi.messages().size() == 2, "both messages");
      assertThat(budi.texts()).containsExactly(from + " sekali", from + " lain");
    }
  }

  /** Loopback loses nothing that its buffers hold: what has no answer the server has dropped. */
  @Test
  void thousandsOfRequestsAtOnceAreAllAnswered() throws Exception {
    int requests = 3_000;
    String sender = fresh("surya");
    String recipient = fresh("tini");
    try (UdpUser from = user(sender);
        UdpUser to = user(recipient)) {
      assertThat(to.asks("/logout")).isEqualTo("ok goodbye");
      assertThat(from.asks("/send " + recipient + " halo")).isEqualTo("ok sent to " + recipient);
      for (int i = 0; i < requests; i++) {
        from.says("#" + i + " /send " + recipient + " pesan " + i);
      }
      Set<String> answered = new HashSet<>();
      TestWait.until(
          () -> {
            for (String next = from.answered(); next != null; next = from.answered()) {
              answered.add(next);
            }
            return answered.size() == requests;
          },
          "all answers");
      assertThat(answered).allMatch(answer -> answer.endsWith(" ok sent to " + recipient));
    }
  }

  @Test
  void pushesAreRepeatedUntilTheyAreAcknowledged() throws Exception {
    String from = fresh("ani");
    String to = fresh("budi");
    try (UdpUser ani = user(from);
        UdpUser budi = user(to)) {
      assertThat(budi.asks("/login " + to + " rahasia ack")).startsWith("ok welcome");
      ani.asks("/send " + to + " satu");
      ani.asks("/send " + to + " dua");
      TestWait.until(() -> budi.messages().size() >= 3, "the first one again and again");
      assertThat(budi.texts()).containsOnly(from + " satu");
      String first = budi.messages().get(0).split(" ")[0];
      assertThat(budi.asks("/ack " + first)).isEqualTo("ok ack " + first);
      TestWait.until(() -> budi.texts().contains(from + " dua"), "the second one");
      String second = budi.messages().get(budi.messages().size() - 1).split(" ")[0];
      budi.asks("/ack " + second);
      assertThat(budi.asks("/logout")).startsWith("ok");
      assertThat(budi.asks("/login " + to + " rahasia")).startsWith("ok welcome");
      ani.asks("/send " + to + " tiga");
      TestWait.until(() -> budi.texts().contains(from + " tiga"), "the third one");
      assertThat(budi.texts().stream().distinct())
          .containsExactly(from + " satu", from + " dua", from + " tiga");
    }
  }

  @Test
  void aLoginElsewhereEndsTheSessionBeforeWhichIsTold() throws Exception {
    String name = fresh("ani");
    try (UdpUser before = user(name);
        UdpUser after = somebody()) {
      assertThat(after.asks("/login " + name + " rahasia")).startsWith("ok welcome");
      TestWait.until(() -> before.pushes().contains("bye: logged in elsewhere"), "the word");
      assertThat(before.asks("/users")).isEqualTo("err 401 log in first".substring(0, 14));
      assertThat(after.asks("/send " + name + " halo")).startsWith("ok");
      TestWait.until(() -> after.messages().size() == 1, "the message");
      assertThat(before.messages()).isEmpty();
      assertThat(after.asks("/login " + name + " rahasia")).startsWith("ok welcome");
      assertThat(after.pushes()).doesNotContain("bye: logged in elsewhere");
    }
  }

  /** What the one before did not acknowledge is not pushed to somebody else. */
  @Test
  void anotherUserFromTheSameAddressGetsNothingOfTheOneBefore() throws Exception {
    String one = fresh("ani");
    String two = fresh("budi");
    try (UdpUser shared = user(two);
        UdpUser sender = user(fresh("citra"))) {
      assertThat(shared.asks("/register " + one + " rahasia")).startsWith("ok");
      assertThat(shared.asks("/login " + one + " rahasia ack")).startsWith("ok welcome");
      assertThat(sender.asks("/send " + one + " untuk ani")).startsWith("ok");
      TestWait.until(() -> !shared.messages().isEmpty(), "the message for the first");
      assertThat(shared.asks("/login " + two + " rahasia")).startsWith("ok welcome " + two);
      int pushed = shared.messages().size();
      assertThat(sender.asks("/send " + two + " untuk budi")).startsWith("ok");
      TestWait.until(() -> shared.messages().size() > pushed, "the message for the second");
      assertThat(shared.texts().subList(pushed, shared.texts().size()))
          .allMatch(text -> text.endsWith("untuk budi"));
    }
  }

  @Test
  void badDatagramsHarmNobody() throws Exception {
    String name = fresh("ani");
    try (UdpUser ani = user(name);
        UdpUser stranger = somebody()) {
      assertThat(ani.asks("halo")).isEqualTo("err 400 a command begins with /");
      assertThat(ani.asks("/tidak ada")).startsWith("err 400 no such command");
      assertThat(ani.asks("/send " + name)).isEqualTo("err 400 /send user text");
      assertThat(ani.asks("/send " + name + " a\0b")).isEqualTo("err 400 no NUL");
      ani.says(new byte[] {'/', 'a', 'l', 'l', ' ', (byte) 0xff, (byte) 0xfe});
      assertThat(ani.answer()).isEqualTo("err 400 UTF-8 only");
      assertThat(ani.asks("/send " + name + " " + "x".repeat(3_000)))
          .startsWith("err 400 too long");
      assertThat(stranger.asks("/tidak")).isEqualTo("err 401 log in");
      stranger.says("x");
      stranger.says(new byte[0]);
      assertThat(stranger.asks("/@live?")).isEqualTo("yes");
      assertThat(ani.asks("/users")).startsWith("ok users");
    }
  }

  @Test
  void anOwnersBotIsAUserLikeAnyOther() throws Exception {
    Lab.PairedOwner sari = lab.pairedOwner("sari");
    String name = fresh("darma");
    try (UdpUser darma = user(name)) {
      addBot(name, 422);
      addBot("tokobunga", 201);
      assertThat(darma.asks("/register tokobunga curi")).startsWith("err 409");
      assertThat(darma.asks("/users")).contains("tokobunga");
      assertThat(darma.asks("/send tokobunga Halo")).isEqualTo("ok sent to tokobunga");
      TestWait.until(
          () -> lab.shown(sari).contains("UDP\n" + name + "\nHalo"), "the message in LINE");
      sari.user().says(sari.bot(), "Udp " + name + " halo juga");
      TestWait.until(() -> darma.texts().contains("tokobunga halo juga"), "the answer");
      assertThat(darma.asks("/logout")).startsWith("ok");
      sari.user().says(sari.bot(), "udp " + name + " sampai nanti");
      TestWait.until(
          () ->
              lab.count(
                      "SELECT count(*) FROM outbox_udp o JOIN receipt r ON r.outbox_id = o.id"
                          + " WHERE o.text = 'sampai nanti' AND r.state = 'delivered'")
                  == 1,
          "the mailbox to have it");
      assertThat(darma.asks("/login " + name + " rahasia")).startsWith("ok");
      TestWait.until(() -> darma.texts().contains("tokobunga sampai nanti"), "what waited");
      assertThat(darma.texts()).containsExactly("tokobunga halo juga", "tokobunga sampai nanti");
    }
  }
}
