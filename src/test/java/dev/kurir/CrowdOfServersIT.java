package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.chat.Link;
import dev.kurir.testing.LossyWire;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers, 300 clients that talk all the time, one in ten datagrams dropped, doubled or late.
 * One server is killed and its clients are told by another; then a second one, whose clients hear
 * nothing of it and find out; then both come back.
 */
class CrowdOfServersIT {
  private static final int SERVERS = 3;
  private static final int CLIENTS = 300;
  private static final int PAUSE_MS = 1_000;
  private static final Duration PROBE = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path directory;

  private final ScheduledExecutorService pacing = Executors.newScheduledThreadPool(2);
  private final List<Client> clients = new ArrayList<>();
  private volatile boolean talking = true;

  /**
   * One of the 300: writes to two others, one message after the other, and notes what it is shown.
   */
  private final class Client implements Link.Events {
    private final String name;
    private final Link link;
    private final List<String> partners = new ArrayList<>();
    private final Map<String, Integer> written = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> shown = new ConcurrentHashMap<>();
    private final Map<String, Long> notices = Collections.synchronizedMap(new HashMap<>());
    private volatile boolean writing;

    Client(int number, List<InetSocketAddress> servers) {
      this.name = "client" + number;
      this.link = Link.open(servers, PROBE, this);
      for (int further : new int[] {1, 7}) {
        partners.add("client" + (number + further) % CLIENTS);
      }
    }

    @Override
    public void message(long number, String from, String text) {
      shown
          .computeIfAbsent(from, f -> Collections.synchronizedList(new ArrayList<>()))
          .add(Integer.parseInt(text));
    }

    @Override
    public void users(List<String> names) {}

    @Override
    public void notice(String line) {
      notices.put(line, System.nanoTime());
    }

    void enters() throws Exception {
      assertThat(link.register(name, "pw-" + name).get(2, TimeUnit.MINUTES).ok()).isTrue();
      assertThat(link.login(name, "pw-" + name).get(2, TimeUnit.MINUTES).ok()).isTrue();
    }

    void talks() {
      writing = true;
      write(0);
    }

    private void write(int turn) {
      if (!talking) {
        writing = false;
        return;
      }
      String to = partners.get(turn % partners.size());
      int number = written.getOrDefault(to, 0) + 1;
      var unused =
          link.ask("/send " + to + " " + number)
              .whenComplete(
                  (answer, failure) -> {
                    if (failure == null && answer.ok()) {
                      written.put(to, number);
                      pacing.schedule(() -> write(turn + 1), PAUSE_MS, TimeUnit.MILLISECONDS);
                    } else {
                      pacing.schedule(() -> write(turn), PAUSE_MS, TimeUnit.MILLISECONDS);
                    }
                  });
    }

    /** When it said that somebody took over, or that it went elsewhere; null: not since then. */
    Long movedSince(long since, String words) {
      synchronized (notices) {
        return notices.entrySet().stream()
            .filter(notice -> notice.getKey().contains(words) && notice.getValue() > since)
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
      }
    }

    List<String> saidSince(long since) {
      synchronized (notices) {
        return notices.entrySet().stream()
            .filter(notice -> notice.getValue() > since)
            .map(
                notice ->
                    TimeUnit.NANOSECONDS.toMillis(notice.getValue() - since)
                        + " ms: "
                        + notice.getKey())
            .toList();
      }
    }

    int server(LossyWire wire) throws Exception {
      int port = link.server().get(1, TimeUnit.MINUTES).getPort();
      for (int i = 0; i < SERVERS; i++) {
        if (wire.port(i) == port) {
          return i;
        }
      }
      return -1;
    }
  }

  @Test
  void nothingIsLostOrShownTwiceWhileServersDieAndComeBack() throws Exception {
    try (ServerLab servers = new ServerLab(directory, SERVERS);
        LossyWire wire = new LossyWire(servers.clientAddresses(), 5)) {
      List<InetSocketAddress> fronts = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        fronts.add(new InetSocketAddress("127.0.0.1", wire.port(i)));
        servers.lab(i).with("kurir.udp.address", "127.0.0.1:" + wire.port(i));
      }
      servers.start();
      TestWait.until(servers::allSeeEachOther, "all servers to know all", LONG);
      for (int i = 0; i < CLIENTS; i++) {
        List<InetSocketAddress> list = new ArrayList<>(fronts);
        Collections.rotate(list, -(i % SERVERS));
        clients.add(new Client(i, list));
      }
      for (Client client : clients) {
        client.enters();
      }
      clients.forEach(Client::talks);
      everybodyHasWritten(2);

      List<Client> ofThird = clientsOf(2, wire);
      long killed = System.nanoTime();
      servers.kill(2);
      figures("the server's initiative", moved(ofThird, killed, "has taken over"));
      everybodyHasWritten(4);

      wire.lose("moved ");
      List<Client> ofSecond = clientsOf(1, wire);
      killed = System.nanoTime();
      servers.kill(1);
      figures("the client's initiative", moved(ofSecond, killed, "has not answered for"));
      everybodyHasWritten(6);

      servers.start(1);
      servers.start(2);
      TestWait.until(servers::allSeeEachOther, "all servers to know all again", LONG);
      everybodyHasWritten(8);
      talking = false;
      TestWait.until(() -> clients.stream().noneMatch(c -> c.writing), "the last answers", LONG);
      int messages = everythingIsShown();
      System.out.printf(
          "%d clients, %d messages answered ok: 0 lost, 0 shown twice, 0 out of order; %d of %d datagrams harmed%n",
          CLIENTS, messages, wire.harmed(), wire.passed());
    } finally {
      clients.forEach(client -> client.link.close());
      pacing.shutdownNow();
    }
  }

  private void everybodyHasWritten(int messages) {
    TestWait.until(
        () ->
            clients.stream()
                .allMatch(c -> c.written.values().stream().mapToInt(n -> n).sum() >= messages),
        "everybody to have written " + messages,
        LONG);
  }

  private List<Client> clientsOf(int server, LossyWire wire) throws Exception {
    List<Client> of = new ArrayList<>();
    for (Client client : clients) {
      if (client.server(wire) == server) {
        of.add(client);
      }
    }
    assertThat(of).as("clients of server %d", server).hasSizeGreaterThan(CLIENTS / SERVERS / 2);
    return of;
  }

  /** How long each needed to notice, in milliseconds, sorted. */
  private static List<Long> moved(List<Client> of, long since, String words) {
    try {
      TestWait.until(() -> silent(of, since, words).isEmpty(), "all to say: " + words, LONG);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not all said \"" + words + "\": " + silent(of, since, words), e);
    }
    return of.stream()
        .map(c -> TimeUnit.NANOSECONDS.toMillis(c.movedSince(since, words) - since))
        .sorted()
        .toList();
  }

  /** Those that have not said it, with what they said instead and when. */
  private static List<String> silent(List<Client> of, long since, String words) {
    return of.stream()
        .filter(client -> client.movedSince(since, words) == null)
        .map(client -> client.name + client.saidSince(since))
        .toList();
  }

  private static void figures(String what, List<Long> millis) {
    System.out.printf(
        "%s: %d clients moved, half within %d ms, 99 %% within %d ms, the last after %d ms%n",
        what,
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        millis.get(millis.size() - 1));
  }

  private int everythingIsShown() {
    Map<String, Client> named = new HashMap<>();
    clients.forEach(client -> named.put(client.name, client));
    int all = 0;
    for (Client writer : clients) {
      for (var written : writer.written.entrySet()) {
        Client reader = named.get(written.getKey());
        List<Integer> expected = new ArrayList<>();
        for (int i = 1; i <= written.getValue(); i++) {
          expected.add(i);
        }
        TestWait.until(
            () -> reader.shown.getOrDefault(writer.name, List.of()).size() >= expected.size(),
            writer.name + "'s messages to " + reader.name,
            LONG);
        assertThat(reader.shown.get(writer.name))
            .as("%s's messages to %s", writer.name, reader.name)
            .isEqualTo(expected);
        all += expected.size();
      }
    }
    return all;
  }
}
