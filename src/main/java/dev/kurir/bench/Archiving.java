package dev.kurir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.bench.Figure.Pair;
import dev.kurir.bench.Laboratory.Specimen;
import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The archive: how many rows a second leave, against a plain COPY of the same rows; the rate of
 * messages meanwhile, against the rate without; and what the active database takes afterwards,
 * against a fresh one with the same living rows.
 */
final class Archiving implements Mode {
  private static final int DAYS = 30;

  /** The days leave in so many portions; the last one beside living messages. */
  private static final int PORTIONS = 4;

  private static final int ROWS_A_MESSAGE = 3;
  private static final Duration WAIT = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String PATH = "/archive";

  @Override
  public String name() {
    return "archive";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Plan plan = laboratory.plan();
    OldDays old = new OldDays(plan.rows() / ROWS_A_MESSAGE / DAYS, DAYS);
    DatabaseAddress active = laboratory.server().create();
    DatabaseAddress passive = laboratory.server().create();
    DatabaseAddress hand = laboratory.server().create();
    migrate(hand, "sql/passive");
    migrate(active, "sql/active");
    try (Connection connection = laboratory.server().connect(active);
        Connection byHand = laboratory.server().connect(hand)) {
      addSink(connection);
      Past.reserve(connection, 2L * old.messages());
      Specimen specimen =
          laboratory.start(
              active,
              new Past(0, plan),
              Map.of(
                  "kurir.passive.url", passive.url(),
                  "kurir.passive.username", passive.username(),
                  "kurir.passive.password", passive.password(),
                  "kurir.archive.schedule", "0 0 0 1 1 ? 2099"),
              Sink.NAME);
      try {
        laboratory.warm(specimen);
        List<Pair> rates = new ArrayList<>();
        double before = portion(laboratory, old, 0, connection, byHand);
        for (int portion = 1; portion < PORTIONS; portion++) {
          double kurir = sweep(specimen);
          plan.told().accept("portion " + portion + ": Kurir rate " + Math.round(kurir));
          double after = portion(laboratory, old, portion, connection, byHand);
          rates.add(new Pair(kurir, before, after));
          before = after;
        }
        Figure beside = beside(laboratory, specimen);
        sweep(specimen);
        return List.of(
            Figure.of(
                "rows archived, against a plain COPY", "rows/s", rates, Goal.atLeast(0.4, 0.7)),
            beside,
            Figure.alone(
                "active database, against a fresh one with the living rows",
                "times",
                List.of(size(connection) / fresh(laboratory, connection)),
                Goal.atMost(1.5, 1.1)));
      } finally {
        laboratory.stop(specimen);
      }
    }
  }

  private static void migrate(DatabaseAddress database, String migrations) {
    Database.open("bench", database, migrations, 1, WAIT).close();
  }

  private static void addSink(Connection connection) throws SQLException {
    try (var add = connection.prepareStatement(Sql.named("database/add-network"))) {
      add.setString(1, Sink.NAME);
      add.execute();
    }
  }

  /** Fills some of the days and copies them by hand; rows a second. */
  private static double portion(
      Laboratory laboratory, OldDays old, int number, Connection active, Connection byHand)
      throws SQLException {
    int from = DAYS * number / PORTIONS;
    int to = DAYS * (number + 1) / PORTIONS;
    old.fill(active, from, to);
    try (Statement statement = active.createStatement()) {
      statement.execute(Sql.named("bench/vacuum-analyze"));
    }
    laboratory.server().checkpoint();
    double rate = ByHand.rate(active, byHand);
    laboratory.server().checkpoint();
    laboratory
        .plan()
        .told()
        .accept("days " + from + " to " + to + " by hand: rate " + Math.round(rate));
    return rate;
  }

  /** Sweeps; rows a second. */
  private static double sweep(Specimen specimen) throws Exception {
    JsonNode last = begin(specimen);
    Await.until(() -> !last(specimen).equals(last), LOOK, LIMIT, () -> "the sweep does not end");
    JsonNode swept = last(specimen);
    if (!swept.path("hindrance").isNull()) {
      throw new IllegalStateException("the sweep: " + swept.path("hindrance").asText());
    }
    Duration took =
        Duration.between(
            Instant.parse(swept.path("beganAt").asText()),
            Instant.parse(swept.path("endedAt").asText()));
    return swept.path("rows").asLong() / (took.toNanos() / 1e9);
  }

  private static JsonNode begin(Specimen specimen) throws Exception {
    JsonNode last = last(specimen);
    specimen.administration().post(PATH + "/run", Map.of());
    return last;
  }

  private static JsonNode last(Specimen specimen) throws Exception {
    return specimen.administration().get(PATH).path("lastSweep");
  }

  private static Figure beside(Laboratory laboratory, Specimen specimen) throws Exception {
    int messages = laboratory.plan().messages();
    Alternation alternation =
        laboratory
            .alternation()
            .against("without", () -> Sink.flood(specimen, messages, Sink.STEADY))
            .run(
                "rate",
                () -> {
                  JsonNode last = begin(specimen);
                  Map<String, Double> rate = Sink.flood(specimen, messages, Sink.STEADY);
                  if (!last(specimen).equals(last)) {
                    throw new IllegalStateException(
                        "the sweep was over before the messages (expected: more --rows)");
                  }
                  specimen.administration().post(PATH + "/pause", Map.of());
                  Await.until(
                      () -> !last(specimen).equals(last), LOOK, LIMIT, () -> "it does not pause");
                  specimen.administration().post(PATH + "/resume", Map.of());
                  return rate;
                });
    return Figure.of(
        "rate while archiving, against without",
        "messages/s",
        alternation.pairs("without", "rate"),
        Goal.atLeast(0.7, 0.85));
  }

  private static double size(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Sql.named("bench/database-size"))) {
      row.next();
      return row.getDouble(1);
    }
  }

  /** What the living rows take in a database that never held others. */
  private static double fresh(Laboratory laboratory, Connection active) throws SQLException {
    DatabaseAddress other = laboratory.server().create();
    migrate(other, "sql/active");
    try (Connection connection = laboratory.server().connect(other);
        Statement statement = connection.createStatement()) {
      addSink(connection);
      statement.execute(Sql.named("bench/add-today"));
      ByHand.living(active, connection);
      return size(connection);
    }
  }
}
