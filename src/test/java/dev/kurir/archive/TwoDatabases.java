package dev.kurir.archive;

import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An active and a passive database with messages of the past, and what is in them. */
final class TwoDatabases implements AutoCloseable {
  /** Every table whose rows move, with what identifies a row. */
  private static final List<String> TABLES = List.of("inbox", "outbox", "receipt", "attempt");

  private final DatabaseAddress activeAddress;
  private final DatabaseAddress passiveAddress;
  final Database active;
  final Passive passive;

  TwoDatabases(Database active, DatabaseAddress activeAddress, DatabaseAddress passiveAddress) {
    this.active = active;
    this.activeAddress = activeAddress;
    this.passiveAddress = passiveAddress;
    this.passive =
        new Passive(
            () ->
                Database.open(
                    "kurir.passive.url", passiveAddress, "sql/passive", 2, Duration.ofSeconds(30)));
  }

  /** One owner with a LINE master and a Telegram partner, and one node. */
  void people() {
    onActive(
        """
        INSERT INTO node (name) VALUES (gen_random_uuid());
        INSERT INTO owner (username, pairing_code) VALUES ('sari', 'x');
        INSERT INTO bot (owner_id, network, role, account, credentials, webhook_key)
          SELECT 1, network, role, network, '', network FROM (VALUES ('line', 'master'), ('telegram', 'partner')) v (network, role);
        UPDATE owner SET master_bot_id = 1, master_address = 'U1', paired_at = now();
        INSERT INTO contact (owner_id, bot_id, address, user_name) SELECT 1, 2, 'p' || n, 'partner' || n FROM generate_series(1, 10) n;
        """);
  }

  /**
   * Messages of one day: partners wrote on Telegram, the owner read them on LINE; all settled, each
   * third after a failed attempt.
   */
  void fill(LocalDate day, int messages) {
    onActive(
        """
        SELECT add_day(DATE '$day');
        WITH arrived AS (
          INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name, display_name,
                             kind, text, hints, sent_at, received_at, journaled_at, stored_at)
          SELECT 'telegram', 'telegram', DATE '$day', 1, 1, 1, 2, '$day-' || n, 'p' || (1 + n % 10), 'partner' || (1 + n % 10), 'Darma',
                 'text', 'halo ' || n || ' käse 花束をください', CASE WHEN n % 2 = 0 THEN '{"a":"b"}' END, at, at, at, at
          FROM generate_series(1, $messages) n, (SELECT DATE '$day' + interval '11:22:33.456789' AS at) t
          RETURNING *
        ), mapped AS (
          INSERT INTO outbox (ledger, network, day, lane, owner_id, conversation, number, contact_id, source_id, text, retry_key, created_at)
          SELECT 'line', 'line', day, 1, 1, -1, id, 1, id, E'Telegram\\n' || text, gen_random_uuid(), stored_at FROM arrived
          RETURNING *
        ), tried AS (
          INSERT INTO attempt (outbox_id, day, attempt, event, items, reason, retry_at, at)
          SELECT id, day, 1, 'failed', 1, '429', created_at + interval '1 s', created_at FROM mapped WHERE id % 3 = 0
        )
        INSERT INTO receipt (outbox_id, day, owner_id, bot_id, state, attempts, sent_id, settled_at)
        SELECT id, day, 1, 1, 'delivered', 1, 's' || id, created_at + interval '2 s' FROM mapped;
        INSERT INTO inbox_cursor (network, lane, node, id, day)
          SELECT 'telegram', 1, 1, last_value, DATE '$day' FROM message_id
          ON CONFLICT (network, lane, node) DO UPDATE SET id = EXCLUDED.id;
        """
            .replace("$day", day.toString())
            .replace("$messages", Integer.toString(messages)));
  }

  /** Sweeps once. */
  long sweep(ArchiveSettings settings, Consumer<Step> passed) throws SQLException {
    try (ActiveSide here = new ActiveSide(active.connectForLong());
        PassiveSide there = new PassiveSide(passive.connect())) {
      if (!here.hold()) {
        throw new IllegalStateException("somebody else is at it");
      }
      return new Sweep(here, there, new Traffic(() -> 0), settings, Clock.systemUTC(), passed)
          .run();
    }
  }

  void onActive(String sql) {
    run(activeAddress, sql);
  }

  void onPassive(String sql) {
    run(passiveAddress, sql);
  }

  List<String> active(String sql) {
    return rows(activeAddress, sql);
  }

  List<String> passive(String sql) {
    return rows(passiveAddress, sql);
  }

  /** Everything that the active database holds, and that the passive one does; sorted. */
  List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String table : TABLES) {
      all.addAll(active(contents(table)));
      all.addAll(passive(contents(table)));
    }
    all.sort(null);
    return all;
  }

  private String contents(String table) {
    String columns =
        active(
                "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '"
                    + table
                    + "'::regclass AND attnum > 0 AND NOT attisdropped")
            .get(0);
    return "SELECT '" + table + "' || ROW(" + columns + ")::text FROM " + table;
  }

  /** The tables of single days that the active database still has. */
  List<String> days(String table) {
    return active(
        "SELECT relid FROM pg_partition_tree('" + table + "') WHERE isleaf ORDER BY 1::text");
  }

  private static void run(DatabaseAddress address, String sql) {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(DatabaseAddress address, String sql) {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(
        address.url() + (address.url().contains("?") ? "&" : "?") + "options=-c%20TimeZone=UTC",
        address.username(),
        address.password());
  }

  @Override
  public void close() {
    passive.close();
  }
}
