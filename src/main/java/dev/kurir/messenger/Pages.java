package dev.kurir.messenger;

import dev.kurir.cluster.Server;
import dev.kurir.cluster.Servers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What users look at: who is connected, and their mailbox, in pages that fit a datagram. */
final class Pages {
  private static final int PAGE_BYTES = 1_200;
  private static final int PAGE_LINES = 20;
  private static final int LINE_BYTES = 100;

  /** Of the time that passes at most one part in so many goes into lists of users. */
  private static final int LISTS_SHARE = 20;

  private static final long QUICK_NS = 500_000;

  private final Sessions sessions;
  private final Elsewhere elsewhere;
  private final Mailbox mailbox;
  private final Supplier<List<String>> bots;
  private final Servers servers;

  private volatile @Nullable Listed listed;

  /** Pages, when they were begun, and how long they took. */
  private record Listed(List<String> pages, long at, long took) {}

  /**
   * @param bots the names of the owners' bots
   */
  Pages(
      Sessions sessions,
      Elsewhere elsewhere,
      Mailbox mailbox,
      Supplier<List<String>> bots,
      Servers servers) {
    this.sessions = sessions;
    this.elsewhere = elsewhere;
    this.servers = servers;
    this.mailbox = mailbox;
    this.bots = bots;
  }

  /**
   * {@code users 1/2: alice bob}, as many as needed. In a crowd they may be some milliseconds old:
   * when all log in at once, making them anew for each would take most of the time.
   */
  List<String> users() {
    Listed last = listed;
    long now = System.nanoTime();
    if (last != null && last.took > QUICK_NS && now - last.at < LISTS_SHARE * last.took) {
      return last.pages;
    }
    List<String> pages = list();
    listed = new Listed(pages, now, System.nanoTime() - now);
    return pages;
  }

  private List<String> list() {
    Stream<String> names =
        Stream.of(
                sessions.all().stream().map(Session::name),
                elsewhere.all().stream().map(Elsewhere.There::name),
                bots.get().stream())
            .flatMap(some -> some);
    return paged("users", names.distinct().sorted().map(name -> " " + name).toList());
  }

  /**
   * {@code servers 1/1:} and a line for each: this one, then the nearest first, then those gone.
   */
  List<String> servers() {
    return paged("servers", servers.list().stream().map(server -> '\n' + line(server)).toList());
  }

  private static String line(Server server) {
    Duration far = server.roundTrip();
    String state = server.active() ? "active" : "gone";
    String load = ", %d of %d sessions".formatted(server.sessions(), server.quota());
    String distance =
        server.isSelf()
            ? ", this one"
            : far == null ? "" : ", %.1f ms".formatted(far.toNanos() / 1e6);
    String cluster =
        server.clusterAddress().isEmpty()
            ? ""
            : ", servers port %s, key %s"
                .formatted(
                    server.clusterAddress().substring(server.clusterAddress().lastIndexOf(':') + 1),
                    Servers.abbreviated(server.fingerprint()));
    return server.clientAddress() + " " + state + distance + load + cluster;
  }

  private static List<String> paged(String what, List<String> parts) {
    List<String> pages = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    for (String part : parts) {
      if (page.length() + part.length() > PAGE_BYTES) {
        pages.add(page.toString());
        page.setLength(0);
      }
      page.append(part);
    }
    pages.add(page.toString());
    List<String> numbered = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      numbered.add(what + " " + (i + 1) + "/" + pages.size() + ":" + pages.get(i));
    }
    return numbered;
  }

  /** {@code /inbox [from]}. */
  void inbox(Call call) throws SQLException {
    Long from = call.request().argument().isBlank() ? Long.valueOf(1) : number(call);
    if (from == null) {
      call.error(400, "/inbox [from]: a number");
      return;
    }
    List<Mailbox.Letter> letters = mailbox.page(call.session().user(), from, PAGE_LINES + 1);
    Mailbox.Size size = mailbox.size(call.session().user());
    StringBuilder page = new StringBuilder();
    long next = 0;
    for (Mailbox.Letter letter : letters) {
      String line = line(letter);
      if (page.toString().getBytes(StandardCharsets.UTF_8).length + LINE_BYTES * 2 > PAGE_BYTES
          || letters.indexOf(letter) == PAGE_LINES) {
        next = letter.number();
        break;
      }
      page.append('\n').append(line);
    }
    call.ok(
        "inbox: %d messages, %d unread%s%s"
            .formatted(
                size.messages(), size.unread(), next == 0 ? "" : ", more: /inbox " + next, page));
  }

  /** One line: the number, a star while unread, who, when, and how it begins. */
  private static String line(Mailbox.Letter letter) {
    String head =
        "%d%s %s %s "
            .formatted(
                letter.number(),
                letter.read() ? "" : "*",
                letter.from(),
                letter.sentAt().truncatedTo(ChronoUnit.SECONDS));
    String words = letter.words().replaceAll("\\p{Cntrl}+", " ");
    int end = words.length();
    while ((head + words.substring(0, end)).getBytes(StandardCharsets.UTF_8).length > LINE_BYTES) {
      end = words.offsetByCodePoints(end, -1);
    }
    return head + words.substring(0, end) + (end < words.length() ? "…" : "");
  }

  /** {@code /read n}. */
  void read(Call call) throws SQLException {
    Long number = number(call);
    if (number == null) {
      call.error(400, "/read n: a number");
      return;
    }
    List<Mailbox.Letter> letters = mailbox.page(call.session().user(), number, 1);
    if (letters.isEmpty() || letters.get(0).number() != number) {
      call.error(404, "no message " + number);
      return;
    }
    Mailbox.Letter letter = letters.get(0);
    mailbox.mark(call.session().user(), number, false);
    call.ok(
        "%d %s %s %s"
            .formatted(
                number,
                letter.from(),
                letter.sentAt().truncatedTo(ChronoUnit.SECONDS),
                letter.words()));
  }

  /** {@code /delete n}. */
  void delete(Call call) throws SQLException {
    Long number = number(call);
    if (number == null) {
      call.error(400, "/delete n: a number");
    } else if (mailbox.mark(call.session().user(), number, true)) {
      call.ok("deleted " + number);
    } else {
      call.error(404, "no message " + number);
    }
  }

  /** The argument as a number; null when it is none. */
  static @Nullable Long number(Call call) {
    String written = call.request().argument().strip();
    return written.matches("[0-9]{1,18}") ? Long.valueOf(written) : null;
  }
}
