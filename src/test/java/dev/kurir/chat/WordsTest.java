package dev.kurir.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.InvalidFieldException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the client reads, in single words. */
class WordsTest {
  private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 4999);

  private static Servers servers(String... written) {
    return new Servers(
        Stream.of(written).map(server -> Servers.typed("--server", server)).toList());
  }

  @Test
  void nothingFromOutsideCommandsATerminal() {
    assertThat(Printable.text("\u001b[2J\u009b31mhalo\u0007\r\0\u007f"))
        .isEqualTo("\uFFFD[2J\uFFFD31mhalo\uFFFD\uFFFD\uFFFD\uFFFD");
    assertThat(Printable.text("satu\r\ndua\n\ttiga 👋 é")).isEqualTo("satu\ndua\n\ttiga 👋 é");
    assertThat(Printable.text("a\u202Eb\u2066c\u2028d\ud800e"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    assertThat(Printable.indented("halo\nmsg 9 bank bayar"))
        .isEqualTo("halo\n    msg 9 bank bayar");
    assertThat(Printable.line("halo\ndunia")).isEqualTo("halo dunia");
  }

  @Test
  void datagramsAreReadAsTheProtocolSays() {
    assertThat(Datagram.of(FROM, "#7 ok sent to sari\r\n"))
        .isEqualTo(new Datagram(FROM, "7", "ok", "sent to sari"));
    assertThat(Datagram.of(FROM, "yes")).isEqualTo(new Datagram(FROM, "", "yes", ""));
    assertThat(Datagram.of(FROM, "msg 1 sari halo\n  juga"))
        .isEqualTo(new Datagram(FROM, "", "msg", "1 sari halo\n  juga"));
    assertThat(Datagram.of(FROM, "#")).isEqualTo(new Datagram(FROM, "", "", ""));
    assertThat(Answer.of(Datagram.of(FROM, "#7 err 404 no user x")))
        .isEqualTo(new Answer(404, "no user x"));
    assertThat(Answer.of(Datagram.of(FROM, "#7 err 401")).isNotLoggedIn()).isTrue();
    assertThat(Answer.of(Datagram.of(FROM, "#7 err 401 wrong name or password")).isNotLoggedIn())
        .isFalse();
    assertThat(Answer.of(Datagram.of(FROM, "#7 err what")).ok()).isFalse();
  }

  @Test
  void pagesAreReadInAnyOrder() {
    Pages pages = new Pages();
    assertThat(pages.add("users 2/3: c d")).isNull();
    assertThat(pages.add("users 2/3: c d")).isNull();
    assertThat(pages.add("users 1/3: a b")).isNull();
    assertThat(pages.add("users 3/3: e")).isEqualTo("users 1/1: a b c d e");
    assertThat(pages.add("users 1/2: a")).isNull();
    assertThat(pages.add("users 3/3: e")).isNull();
    assertThat(pages.add("sent to sari")).isEqualTo("sent to sari");
    assertThat(pages.add("inbox: 3 messages, 1/2: of them")).startsWith("inbox");
    assertThat(Pages.of("users", "users 1/1: a b")).isEqualTo("a b");
    assertThat(Pages.of("users", "users 1/1:")).isEmpty();
    assertThat(Pages.of("users", "servers 1/1: a b")).isEmpty();
  }

  @Test
  void serversAreLearntFromWhateverStandsAroundThem() {
    Servers servers = servers("127.0.0.1:4999", "127.0.0.2:4999");
    servers.told("servers 1/1: this one alone");
    assertThat(servers).hasToString("127.0.0.1:4999, 127.0.0.2:4999");
    servers.told("servers 1/1: 127.0.0.3:4999(active,load=3/10) [::1]:70000 127.0.0.1:4999, x:y");
    assertThat(servers).hasToString("127.0.0.3:4999, 127.0.0.1:4999, 127.0.0.2:4999");
    servers.goOn();
    servers.goOn();
    assertThat(Servers.shown(servers.current())).isEqualTo("127.0.0.3:4999");
    servers.goOn();
    assertThat(Servers.shown(servers.current())).isEqualTo("127.0.0.1:4999");
    assertThat(servers.knows(new InetSocketAddress("127.0.0.3", 4999))).isTrue();
    assertThat(servers.knows(new InetSocketAddress("127.0.0.3", 5000))).isFalse();
    assertThat(Servers.in("full 127.0.0.4:4999"))
        .isEqualTo(new InetSocketAddress("127.0.0.4", 4999));
    assertThat(Servers.in("full")).isNull();
    assertThatThrownBy(() -> servers("nowhere"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("--server: nowhere (expected: host:port");
  }

  @Test
  void linesAreWishes() {
    assertThat(Wish.of("  ").isNothing()).isTrue();
    assertThat(Wish.of("/QUIT").isEnd()).isTrue();
    assertThat(List.of("sari halo  dunia", "@sari halo  dunia", "sari: halo  dunia"))
        .allSatisfy(
            line -> assertThat(Wish.of(line)).isEqualTo(new Wish("/send", "sari halo  dunia")));
    assertThat(Wish.of("/Send sari halo").to()).isEqualTo("sari");
    assertThat(Wish.of("/send sari halo").text()).isEqualTo("halo");
    assertThat(Wish.of("/all halo semua").to()).isEqualTo("all");
    assertThat(Wish.of("/all halo semua").text()).isEqualTo("halo semua");
    assertThat(Wish.of("/login darma rahasia")).hasToString("/login");
  }

  @Test
  void idsAreUniqueSortedAndLongEnoughToLast() {
    RequestIds ids = new RequestIds(Clock.systemUTC());
    List<String> many = Stream.generate(ids::next).limit(1_000).toList();
    assertThat(many).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-z]{26}"));
    assertThat(many.stream().map(id -> id.substring(0, 10)).toList()).isSorted();
  }

  @Test
  void aVerifierIsWhatTheProtocolAsksForAndNoSecretIsShown() {
    Secret secret = new Secret(" Darma ", "rahasia");
    assertThat(secret.verifier())
        .matches("SCRAM-SHA-256\\$4096:[A-Za-z0-9+/=]{24}\\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}");
    assertThat(secret).hasToString("secret of darma");
    assertThatThrownBy(() -> new Secret("dar ma", "rahasia"))
        .hasMessageStartingWith("user: dar ma (expected: ");
    assertThatThrownBy(() -> new Secret("darma", "")).hasMessageStartingWith("password: empty");
  }
}
