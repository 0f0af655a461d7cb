package dev.kurir.archive;

import dev.kurir.database.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was moved, as people look at it. Thread-safe. */
public final class Ledger {
  private static final int SHOWN = 50;

  private Ledger() {}

  /**
   * A move.
   *
   * @param table the active one
   * @param part whether only what was settled of it went
   * @param bytes that the whole table took; 0 of a part
   * @param doneAt when it was gone from the active database; null: it is not known yet
   */
  public record Entry(
      long id,
      String table,
      LocalDate day,
      boolean part,
      long rows,
      long bytes,
      BigDecimal checksum,
      Instant beganAt,
      @Nullable Instant doneAt) {
    /** How long it took; so far as is known. */
    public Duration took() {
      return doneAt == null ? Duration.ZERO : Duration.between(beganAt, doneAt);
    }
  }

  /** Everything that was ever moved. */
  public record Totals(long moves, long rows, long bytes) {}

  /** The last moves, the newest first. */
  static List<Entry> last(Connection passive) throws SQLException {
    try (var statement = passive.prepareStatement(Sql.named("archive/moves"))) {
      statement.setInt(1, SHOWN);
      return MessageRows.read(
          statement,
          row ->
              new Entry(
                  row.getLong("id"),
                  row.getString("relation"),
                  row.getObject("day", LocalDate.class),
                  row.getBoolean("part"),
                  row.getLong("rows"),
                  row.getLong("bytes"),
                  row.getBigDecimal("checksum"),
                  row.getTimestamp("began_at").toInstant(),
                  StoredMessage.instant(row, "done_at")));
    }
  }

  static Totals totals(Connection passive) throws SQLException {
    try (var statement = passive.prepareStatement(Sql.named("archive/totals"));
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Totals(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }
}
