package dev.kurir.bench;

import dev.kurir.bench.Laboratory.Specimen;
import dev.kurir.database.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * What keeps PostgreSQL from clearing away: the rate while another session holds an old snapshot,
 * against the rate without; and the latency after many messages without vacuum, against a vacuumed
 * database's.
 */
final class Snapshot implements Mode {
  private static final double AGE_S = 10;

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    Figure held = held(laboratory);
    List<Figure> unvacuumed = unvacuumed(laboratory);
    return List.of(held, unvacuumed.get(0), unvacuumed.get(1));
  }

  private static Figure held(Laboratory laboratory) throws Exception {
    int messages = laboratory.plan().messages() / 2;
    Specimen specimen = laboratory.start(Sink.NAME);
    laboratory.warm(specimen);
    try {
      Alternation alternation =
          laboratory
              .alternation()
              .against(
                  "without",
                  () -> {
                    laboratory.server().execute("bench/vacuum", specimen.database());
                    return afterLoad(specimen, messages);
                  })
              .run("rate", () -> beneathSnapshot(laboratory, specimen, messages));
      return Figure.of(
          "rate beside a 10 s old snapshot, against without",
          "messages/s",
          alternation.pairs("without", "rate"),
          Goal.atLeast(0.6, 0.9));
    } finally {
      laboratory.stop(specimen);
    }
  }

  private static Map<String, Double> beneathSnapshot(
      Laboratory laboratory, Specimen specimen, int messages) throws SQLException, IOException {
    laboratory.server().execute("bench/vacuum", specimen.database());
    try (Connection other = laboratory.server().connect(specimen.database());
        Statement statement = other.createStatement()) {
      other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      other.setAutoCommit(false);
      statement.execute(Sql.named("bench/look"));
      Map<String, Double> run = afterLoad(specimen, messages);
      other.rollback();
      return run;
    }
  }

  /** The rate after ten seconds of load, in which a snapshot would age. */
  private static Map<String, Double> afterLoad(Specimen specimen, int messages) throws IOException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < AGE_S * 1e9) {
      Sink.flood(specimen, Math.max(1000, messages / 4), Sink.STEADY);
    }
    return Sink.flood(specimen, messages, Sink.STEADY);
  }

  private static List<Figure> unvacuumed(Laboratory laboratory) throws Exception {
    Plan plan = laboratory.plan();
    int messages = 2 * plan.messages();
    Specimen fresh = laboratory.start(Sink.NAME);
    Specimen used = laboratory.start(Sink.NAME);
    try {
      laboratory.warm(fresh);
      laboratory.server().execute("bench/autovacuum-off", fresh.database());
      laboratory.server().execute("bench/autovacuum-off", used.database());
      Sink.flood(used, messages, Sink.STEADY);
      Alternation alternation =
          laboratory
              .alternation()
              .against(
                  "fresh",
                  () -> {
                    laboratory.server().execute("bench/vacuum", fresh.database());
                    return Sink.paced(fresh, plan.rate(), plan.seconds());
                  })
              .run("p50", () -> Sink.paced(used, plan.rate(), plan.seconds()));
      String name = " after " + messages + " without vacuum, against fresh";
      Goal goal = Goal.atMost(1.5, 1.1);
      return List.of(
          Figure.of("p50" + name, "ms", alternation.pairs("fresh", "p50"), goal),
          Figure.of("p99" + name, "ms", alternation.pairs("fresh", "p99"), goal));
    } finally {
      laboratory.stop(fresh);
      laboratory.stop(used);
    }
  }
}
