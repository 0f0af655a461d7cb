package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The messenger: how many datagrams a second are read and answered, against a bare echo; how many
 * messages a second are acknowledged, against a journal that has nothing else to do; and whether
 * each acknowledged one is in the inbox afterwards.
 */
final class Udp implements Mode {
  private static final int CLIENTS = 64;
  private static final int WINDOW = 16;
  private static final String PRODUCERS = "journal with " + CLIENTS + " producers";
  private static final String UNDER_WAY = "journal with " + CLIENTS * WINDOW + " appends";
  private static final int WARM_UPS = 20;
  private static final int DEEP_WINDOW = 200;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String WORDS = "x".repeat(120);

  @Override
  public String name() {
    return "udp";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    int requests = Math.max(20_000, laboratory.plan().messages());
    int messages = Math.max(5_000, laboratory.plan().messages() / 5);
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    Crowd.Storm storm = storm(laboratory, server);
    Specimen specimen = start(laboratory, server);
    Path directory = laboratory.plan().directory();
    List<String> texts = IntStream.range(0, messages).mapToObj(i -> text(0, i)).toList();
    Map<Integer, int[]> acknowledged = new HashMap<>();
    AtomicInteger runs = new AtomicInteger();
    try (ProcessMemory memory = new ProcessMemory(specimen.kurir().pid());
        Datagrams users = new Datagrams(server, CLIENTS);
        Datagrams strangers = Datagrams.ofEcho(CLIENTS)) {
      laboratory.plan().told().accept("registering " + CLIENTS + " users");
      users.each(i -> "/register user" + i + " secret" + i);
      users.each(i -> "/login user" + i + " secret" + i);
      Alternation.Side sending =
          () -> send(specimen, users, messages, WINDOW, runs.incrementAndGet(), acknowledged);
      laboratory.plan().told().accept("warming up");
      answers(users, requests);
      answers(strangers, requests);
      for (int i = 0; i < WARM_UPS; i++) {
        sending.measure();
        JournalAlone.producers(directory, CLIENTS, texts);
        JournalAlone.underWay(directory, CLIENTS * WINDOW, texts);
      }
      Alternation answering =
          laboratory
              .alternation()
              .against("bare echo", () -> answers(strangers, requests))
              .run("rate", () -> answers(users, requests));
      Alternation storing =
          laboratory
              .alternation()
              .against(PRODUCERS, () -> JournalAlone.producers(directory, CLIENTS, texts))
              .against(UNDER_WAY, () -> JournalAlone.underWay(directory, CLIENTS * WINDOW, texts))
              .run("rate", sending);
      laboratory.plan().told().accept("more than it can take");
      send(specimen, users, messages * 2, DEEP_WINDOW, runs.incrementAndGet(), acknowledged);
      return List.of(
          Figure.of(
              "datagrams answered, against a bare echo",
              "datagrams/s",
              answering.pairs("bare echo", "rate"),
              Goal.atLeast(0.4, 0.6)),
          Figure.of(
              "messages acknowledged, against the " + PRODUCERS,
              "messages/s",
              storing.pairs(PRODUCERS, "rate"),
              Goal.atLeast(0.5, 0.8)),
          Figure.of(
              "messages acknowledged, against the " + UNDER_WAY,
              "messages/s",
              storing.pairs(UNDER_WAY, "rate"),
              null),
          Figure.of("p99 of the acknowledgement", "ms", storing.pairs(UNDER_WAY, "p99"), null),
          Figure.alone(
              "of " + count(acknowledged) + " acknowledged messages missing",
              "messages",
              List.of(missing(specimen, acknowledged)),
              Goal.atMost(0, 0)),
          Figure.alone(
              "logins of " + Crowd.SIZE + " users at once, by SCRAM",
              "logins/s",
              List.of(storm.perSecond()),
              null),
          Figure.alone("memory of a session", "bytes", List.of(storm.bytesPerSession()), null),
          Figure.alone("RSS", "MB", List.of(memory.most()), Goal.atMost(900, 700)));
    } finally {
      laboratory.stop(specimen);
    }
  }

  private static Specimen start(Laboratory laboratory, InetSocketAddress server) throws Exception {
    return laboratory.start(
        Map.of(
            "kurir.udp.port", Integer.toString(server.getPort()),
            "kurir.udp.bind", "127.0.0.1",
            "kurir.udp.registrations-per-minute", "1000000"),
        Sink.NAME);
  }

  /** At a Kurir of its own, in whose memory nothing else comes and goes. */
  private static Crowd.Storm storm(Laboratory laboratory, InetSocketAddress server)
      throws Exception {
    Specimen specimen = start(laboratory, server);
    try {
      laboratory.plan().told().accept(Crowd.SIZE + " users log in");
      return Crowd.storm(server, specimen.kurir().pid());
    } finally {
      laboratory.stop(specimen);
    }
  }

  private static Map<String, Double> answers(Datagrams clients, int requests)
      throws InterruptedException {
    return figures(clients.answered(requests, WINDOW, number -> "/ack " + number));
  }

  private static Map<String, Double> send(
      Specimen specimen,
      Datagrams users,
      int messages,
      int window,
      int run,
      Map<Integer, int[]> acknowledged)
      throws Exception {
    try (Ledger ledger = new Ledger(specimen.database())) {
      long before = ledger.settledSince(0);
      Datagrams.Answered answered =
          users.answered(
              messages,
              window,
              number -> "/send user" + (number * 7 + 1) % CLIENTS + " " + text(run, number));
      int[] numbers = answered.acknowledged().stream().mapToInt(n -> n).toArray();
      acknowledged.put(run, numbers);
      Await.until(
          () -> ledger.settledSince(0) >= before + numbers.length,
          Duration.ofMillis(500),
          LIMIT,
          () -> "acknowledged messages are not pushed");
      return figures(answered);
    }
  }

  private static Map<String, Double> figures(Datagrams.Answered answered) {
    return Map.of("rate", answered.perSecond(), "p50", answered.p50(), "p99", answered.p99());
  }

  private static String text(int run, int number) {
    return run + "-" + number + " " + WORDS;
  }

  private static int count(Map<Integer, int[]> acknowledged) {
    return acknowledged.values().stream().mapToInt(numbers -> numbers.length).sum();
  }

  private static double missing(Specimen specimen, Map<Integer, int[]> acknowledged)
      throws Exception {
    double missing = 0;
    try (Ledger ledger = new Ledger(specimen.database())) {
      for (Map.Entry<Integer, int[]> run : acknowledged.entrySet()) {
        int number = run.getKey();
        missing +=
            ledger.missingTexts(
                Arrays.stream(run.getValue()).mapToObj(n -> text(number, n)).toList());
      }
    }
    return missing;
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
