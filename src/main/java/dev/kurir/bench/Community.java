package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Rooms of the messaging platform: how long a message takes to the last of 10 to 10,000 members, at
 * most a thousand of whom read by event streams; how many mailboxes a second it reaches, against
 * plain inserts of the same rows; and what an idle event stream takes of memory.
 */
final class Community implements Mode {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int MEMBERS = 10_000;
  private static final int STREAMS = 1_000;
  private static final int IDLE = 5_000;
  private static final int ONE_BY_ONE = 100;
  private static final String SENDER = "sender";
  private static final String PASSWORD = "kata-sandi-1";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "kurir.community.requests-per-minute", "100000000",
          "kurir.community.strangers-per-minute", "100000000");

  private final AtomicLong next = new AtomicLong(1);

  @Override
  public String name() {
    return "community";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Laboratory.Specimen specimen = laboratory.start(SETTINGS, Sink.NAME);
    try (EventSinks people = new EventSinks(specimen.url())) {
      String token = populate(laboratory, specimen, people);
      List<Figure> figures = new ArrayList<>();
      for (int size : List.of(10, 100, 1_000, 10_000)) {
        double[] took = oneByOne(people, token, size);
        figures.add(alone("p50 to the last of " + size + " members", Percentile.of(took, 50)));
        figures.add(alone("p99 to the last of " + size + " members", Percentile.of(took, 99)));
      }
      figures.add(fanOut(laboratory, specimen, people, token));
      figures.add(idle(specimen, people, token));
      return figures;
    } finally {
      laboratory.stop(specimen);
    }
  }

  private static Figure alone(String name, double milliseconds) {
    return Figure.alone(name, "ms", List.of(milliseconds), null);
  }

  /** Makes people, rooms and event streams; the sender's access token. */
  private static String populate(
      Laboratory laboratory, Laboratory.Specimen specimen, EventSinks people) throws Exception {
    laboratory.plan().told().accept("logging " + STREAMS + " members in");
    JsonObject sender = new JsonObject().put("name", SENDER).put("password", PASSWORD);
    people.request(HttpMethod.POST, "/api/v1/users", "", sender);
    String token = people.logIn(List.of(SENDER), PASSWORD).get(0);
    update(specimen.database(), "bench/add-members", MEMBERS, SENDER);
    for (int size : List.of(10, 100, 1_000, 10_000)) {
      people.request(
          HttpMethod.POST, "/api/v1/rooms", token, new JsonObject().put("name", room(size)));
      update(specimen.database(), "bench/join-members", size, room(size));
    }
    List<String> last =
        IntStream.rangeClosed(MEMBERS - STREAMS + 1, MEMBERS).mapToObj(n -> "member-" + n).toList();
    people.followAll(people.logIn(last, PASSWORD));
    return token;
  }

  private static String room(int size) {
    return "room-" + size;
  }

  /** Milliseconds from each message to its last stream, the next one only after that. */
  private double[] oneByOne(EventSinks people, String token, int size) throws Exception {
    int streams = Math.min(size, STREAMS);
    double[] took = new double[size > STREAMS ? ONE_BY_ONE / 5 : ONE_BY_ONE];
    for (int i = -3; i < took.length; i++) {
      long number = next.getAndIncrement();
      long begun = System.nanoTime();
      people.say(room(size), token, number);
      awaitLast(people, number, streams);
      if (i >= 0) {
        took[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    Arrays.sort(took);
    return took;
  }

  private static void awaitLast(EventSinks people, long number, int streams) throws Exception {
    Await.until(
        () -> people.heard(number) >= streams,
        Duration.ofMillis(1),
        LIMIT,
        () -> "message " + number + " is at " + people.heard(number) + " of " + streams);
  }

  private Figure fanOut(
      Laboratory laboratory, Laboratory.Specimen specimen, EventSinks people, String token)
      throws Exception {
    int messages = Math.max(20, laboratory.plan().messages() / 500);
    Alternation alternation =
        laboratory
            .alternation()
            .against("inserts", () -> byHand(specimen.database(), messages))
            .run(
                "rate",
                () -> {
                  long first = next.getAndAdd(messages);
                  long begun = System.nanoTime();
                  for (long number = first; number < first + messages; number++) {
                    people.say(room(STREAMS), token, number);
                  }
                  for (long number = first; number < first + messages; number++) {
                    awaitLast(people, number, STREAMS);
                  }
                  return rate(messages, begun);
                });
    return Figure.of(
        "mailboxes reached in a room of " + STREAMS + ", against plain inserts",
        "messages/s",
        alternation.pairs("inserts", "rate"),
        null);
  }

  private static Map<String, Double> rate(int messages, long begun) {
    return Map.of("rate", messages * (double) STREAMS * 1e9 / (System.nanoTime() - begun));
  }

  private Map<String, Double> byHand(DatabaseAddress database, int messages) throws SQLException {
    try (Connection connection = connect(database)) {
      try (var statement = connection.createStatement()) {
        statement.execute(Sql.named("bench/mailbox-table"));
      }
      try (PreparedStatement insert =
          connection.prepareStatement(Sql.named("bench/fan-out-by-hand"))) {
        long begun = System.nanoTime();
        for (int i = 0; i < messages; i++) {
          long number = next.getAndIncrement();
          insert.setLong(1, number);
          insert.setString(2, Numbered.text(number));
          insert.setInt(3, STREAMS);
          insert.executeUpdate();
        }
        return rate(messages, begun);
      }
    }
  }

  private static Figure idle(Laboratory.Specimen specimen, EventSinks people, String token)
      throws Exception {
    try (ProcessMemory memory = new ProcessMemory(specimen.kurir().pid())) {
      Await.until(
          () -> memory.most() > 0, Duration.ofMillis(50), LIMIT, () -> "its memory is not known");
      double before = memory.most();
      people.followAll(Collections.nCopies(IDLE, token));
      return Figure.alone(
          "resident memory for each of " + IDLE + " idle event streams",
          "KB",
          List.of((memory.most() - before) * 1024 / IDLE),
          null);
    }
  }

  private static void update(DatabaseAddress database, String query, int count, String name)
      throws SQLException {
    try (Connection connection = connect(database);
        PreparedStatement statement = connection.prepareStatement(Sql.named(query))) {
      statement.setInt(1, count);
      statement.setString(2, name);
      statement.executeUpdate();
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.username(), address.password());
  }
}
