package dev.kurir.growth;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a sample's rows into an empty schema as Kurir would: in batches of 500, each partner's
 * batch followed by what is made of it, with ids from the sequence, a receipt for each outbox row,
 * and an attempt for each that goes to a network which can't recognise a repeat (Telegram and XMPP;
 * a push to LINE that goes alone needs none). Counts rows, and write-ahead log of messages. One
 * thread.
 */
final class Filling {
  private static final int BATCH = 500;
  private static final String LINE = "line";

  private final Connection connection;
  private final Sample sample;
  private final int characters;
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, Long> wal = new HashMap<>();

  /**
   * @param connection each of its statements is a transaction
   * @param characters of each text
   */
  Filling(Connection connection, Sample sample, int characters) {
    this.connection = connection;
    this.sample = sample;
    this.characters = characters;
  }

  /** Some of the messages of one network's partners, by their numbers. */
  private record Turn(LocalDate day, int partners, long first, long last) {
    long size() {
      return last - first + 1;
    }
  }

  /** Writes owners, bots and contacts. */
  void masters() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.named("growth/fill-masters"))) {
      statement.setInt(1, sample.owners());
      statement.setInt(2, sample.day().partners());
      statement.setInt(3, sample.ownersWithBots());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        rows.put("owner", row.getLong(1));
        rows.put("bot", row.getLong(2));
        rows.put("contact", row.getLong(3));
      }
    }
  }

  /**
   * Writes the messages of all days, both networks by turns.
   *
   * @param first of the days, for all of which there are partitions
   */
  void messages(LocalDate first) throws SQLException {
    try (PreparedStatement turns = connection.prepareStatement(Sql.named("growth/turns"))) {
      turns.execute();
    }
    for (int i = 0; i < sample.days(); i++) {
      day(first.plusDays(i));
    }
  }

  private void day(LocalDate day) throws SQLException {
    long most = Math.max(sample.telegram(), sample.xmpp());
    for (long first = 1; first <= most; first += BATCH) {
      exchange(day, "telegram", sample.day().onTelegram(), first, sample.telegram());
      exchange(day, "xmpp", sample.day().onXmpp(), first, sample.xmpp());
    }
  }

  /** A table's rows and write-ahead log so far, with its size that is known otherwise. */
  Footprint footprint(String table, long bytes) {
    return new Footprint(rows.getOrDefault(table, 0L), bytes, wal.getOrDefault(table, 0L));
  }

  private void exchange(LocalDate day, String network, int anOwners, long first, long end)
      throws SQLException {
    if (first > end) {
      return;
    }
    int partners = Math.multiplyExact(sample.day().owners(), anOwners);
    Turn turn = new Turn(day, partners, first, Math.min(end, first + BATCH - 1));

    long written = write("inbox_" + network, Sql.named("growth/fill-inbox-" + network), turn, 0);
    long shown = write("outbox_line", Sql.of("growth/fill-outbox-line", network), turn, written);
    write("receipt", Sql.of("growth/fill-receipts", LINE), turn, shown);

    long answered = write("inbox_line", Sql.of("growth/fill-inbox-line", network), turn, 0);
    String append = Sql.of("growth/fill-outbox-partner", network);
    long sent = write("outbox_" + network, append, turn, answered);
    write("attempt", Sql.named("growth/fill-attempts"), turn, sent);
    write("receipt", Sql.of("growth/fill-receipts", network), turn, sent);
  }

  /**
   * Writes a row for each message of the turn.
   *
   * @param base the id of the row that the first one is made from
   * @return the id of the first row
   */
  private long write(String table, String sql, Turn turn, long base) throws SQLException {
    long before = walPosition();
    long count;
    long first;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, turn.day);
      statement.setLong(2, turn.first);
      statement.setLong(3, turn.last);
      statement.setInt(4, sample.day().owners());
      statement.setInt(5, turn.partners);
      statement.setInt(6, characters);
      statement.setLong(7, base);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        count = row.getLong(1);
        first = row.getLong(2);
      }
    }
    if (count != turn.size()) {
      throw new IllegalStateException(
          table + ": " + count + " rows were written (expected: " + turn.size() + ")");
    }
    rows.merge(table, count, Long::sum);
    wal.merge(table, walPosition() - before, Long::sum);
    return first;
  }

  private long walPosition() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(Sql.named("growth/wal-position"));
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
