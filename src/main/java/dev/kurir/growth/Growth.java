package dev.kurir.growth;

import dev.kurir.database.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures what a day takes in this schema: on a PostgreSQL of its own with the active database's
 * migrations, never on one that is in use.
 */
public final class Growth {
  private static final List<String> MASTERS = List.of("owner", "bot", "contact");
  private static final List<String> KEPT_BY_DAY = List.of("inbox", "outbox", "receipt", "attempt");
  private static final List<String> MESSAGES =
      List.of(
          "inbox_line",
          "inbox_telegram",
          "inbox_xmpp",
          "outbox_line",
          "outbox_telegram",
          "outbox_xmpp",
          "receipt",
          "attempt");

  private Growth() {}

  /**
   * Measures; some ten seconds, a minute where texts are long.
   *
   * @param parent in which a directory is made for the time being
   * @throws IOException when the directory can't be made
   * @throws SQLException when PostgreSQL fails, for example on a full disk
   */
  public static Report measure(Plan plan, Path parent) throws IOException, SQLException {
    try (Scratch scratch = Scratch.start(parent);
        Connection connection = scratch.database().pool().getConnection()) {
      return new Report(new Comparison(plan, measured(connection, plan)));
    }
  }

  private static Measured measured(Connection connection, Plan plan) throws SQLException {
    Sample sample = Sample.of(plan.day());
    LocalDate first = LocalDate.now(Clock.systemUTC());
    int days = addDays(connection, first, sample.days());
    long empty = 0;
    for (String table : KEPT_BY_DAY) {
      empty += size(connection, table);
    }
    Map<String, Long> before = new LinkedHashMap<>();
    for (String table : Stream.of(MASTERS, MESSAGES).flatMap(List::stream).toList()) {
      before.put(table, size(connection, table));
    }
    Filling filling = new Filling(connection, sample, plan.characters());
    filling.masters();
    filling.messages(first);
    Map<String, Footprint> tables = new HashMap<>();
    for (Map.Entry<String, Long> table : before.entrySet()) {
      String name = table.getKey();
      long grown = size(connection, name) - table.getValue();
      tables.put(name, filling.footprint(name, grown));
    }
    return new Measured(tables, empty / days);
  }

  /** Makes the partitions of days and of the day after; how many days these are. */
  private static int addDays(Connection connection, LocalDate first, int days) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("database/add-day"))) {
      for (int i = 0; i < days; i++) {
        statement.setObject(1, first.plusDays(i));
        statement.setObject(2, first.plusDays(i));
        statement.execute();
      }
    }
    return days + 1;
  }

  private static long size(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named("growth/size"))) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
