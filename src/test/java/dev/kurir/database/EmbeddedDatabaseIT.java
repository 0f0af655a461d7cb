package dev.kurir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @TempDir Path directory;
  private EmbeddedDatabase server;

  @BeforeEach
  void start() {
    server = EmbeddedDatabase.start(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsCommittedIsOnDisk() throws SQLException {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      assertThat(one(server.active(), "SHOW " + setting)).isEqualTo("on");
    }
    assertThat(one(server.active(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
  }

  @Test
  void aPasswordIsRequiredAndNobodyElseReadsIt() throws Exception {
    DatabaseAddress right = server.active();
    DatabaseAddress wrong = new DatabaseAddress(right.url(), right.username(), "wrong");

    assertThat(one(right, "SELECT 1")).isEqualTo("1");
    assertThatThrownBy(() -> one(wrong, "SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(right.toString()).doesNotContain(right.password());
  }

  @Test
  void aStartThatDiedBeforeThePasswordWasRequiredIsMadeUpFor() throws Exception {
    server.close();
    Files.writeString(
        directory.resolve("cluster/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
    server = EmbeddedDatabase.start(directory);
    DatabaseAddress wrong = new DatabaseAddress(server.active().url(), "postgres", "wrong");

    assertThatThrownBy(() -> one(wrong, "SELECT 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void aServerThatAKilledKurirLeftIsAdopted() throws Exception {
    Path left = directory.resolve("left");
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                left.toString())
            .inheritIO()
            .start();
    assertThat(killed.waitFor()).isEqualTo(Killed.STATUS);
    String pid = Files.readAllLines(left.resolve("cluster/postmaster.pid")).get(0);

    try (EmbeddedDatabase adopted = EmbeddedDatabase.start(left)) {
      assertThat(one(adopted.active(), "SELECT n FROM kept")).isEqualTo("7");
      assertThat(Files.readAllLines(left.resolve("cluster/postmaster.pid"))).first().isEqualTo(pid);
    }
    assertThat(left.resolve("cluster/postmaster.pid")).doesNotExist();
  }

  /** A process that starts a server, writes into it and dies without stopping it. */
  static final class Killed {
    static final int STATUS = 9;

    private Killed() {}

    public static void main(String[] arguments) throws SQLException {
      one(
          EmbeddedDatabase.start(Path.of(arguments[0])).active(),
          "CREATE TABLE kept AS SELECT 7 AS n");
      Runtime.getRuntime().halt(STATUS);
    }
  }

  @Test
  void dataOutlastARestart() throws SQLException {
    one(server.active(), "CREATE TABLE kept AS SELECT 7 AS n");
    server.close();
    server = EmbeddedDatabase.start(directory);

    assertThat(one(server.active(), "SELECT n FROM kept")).isEqualTo("7");
  }

  @Test
  void activeAndPassiveAreTwoDatabases() throws SQLException {
    assertThat(one(server.active(), "SELECT current_database()")).isEqualTo("kurir");
    assertThat(one(server.passive(), "SELECT current_database()")).isEqualTo("kurir_passive");
    try (Database active = open(server.active(), "sql/active");
        Database passive = open(server.passive(), "sql/passive")) {
      assertThat(active.pool()).isNotSameAs(passive.pool());
    }
  }

  @Test
  void aWrongPasswordIsRefusedAtOnceWithoutShowingIt() {
    DatabaseAddress wrong =
        new DatabaseAddress(server.active().url() + "?ApplicationName=x", "postgres", "s3cret");

    assertThatThrownBy(() -> open(wrong, "sql/active"))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith(
            "kurir.database.url: "
                + server.active().url()
                + " can't be used (expected: a PostgreSQL")
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("ApplicationName");
  }

  @Test
  void anUnreachableDatabaseIsNamed() {
    DatabaseAddress nowhere =
        new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/kurir", "kurir", "s3cret");

    assertThatThrownBy(
            () -> Database.open("kurir.database.url", nowhere, "sql/active", 2, Duration.ZERO))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith(
            "kurir.database.url: jdbc:postgresql://127.0.0.1:1/kurir can't be used")
        .hasMessageContaining("refused")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aDatabaseThatForgetsIsRefused() throws SQLException {
    one(server.active(), "ALTER DATABASE kurir SET synchronous_commit = off");

    assertThatThrownBy(() -> open(server.active(), "sql/active"))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            "kurir.database.url: synchronous_commit is off (expected: on; without it an acknowledged message can be lost)");
  }

  private static Database open(DatabaseAddress address, String migrations) {
    return Database.open("kurir.database.url", address, migrations, 2, Duration.ofSeconds(30));
  }

  /** The first value of a statement; null where it yields none. */
  private static String one(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.username(), address.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
