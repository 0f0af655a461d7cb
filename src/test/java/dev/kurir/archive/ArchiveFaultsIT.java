package dev.kurir.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.chaos.Postgres;
import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code kill -9} after each step of a sweep: of Kurir, of the active PostgreSQL, of the passive
 * one. Nothing is in neither of them, and after the next sweep nothing is in both.
 */
class ArchiveFaultsIT {
  private static final LocalDate OLD = LocalDate.now(ZoneOffset.UTC).minusDays(40);

  @TempDir static Path directory;
  private static Postgres activeServer;
  private static Postgres passiveServer;
  private Database active;
  private TwoDatabases databases;

  @BeforeAll
  static void startServers() throws Exception {
    activeServer = new Postgres(directory.resolve("active"));
    passiveServer = new Postgres(directory.resolve("passive"));
  }

  @AfterAll
  static void stopServers() {
    activeServer.close();
    passiveServer.close();
  }

  @BeforeEach
  void fill() {
    active =
        Database.open(
            "kurir.database.url", activeServer.active(), "sql/active", 2, Duration.ofSeconds(30));
    databases = new TwoDatabases(active, activeServer.active(), passiveServer.passive());
    databases.passive.pool();
    databases.onActive(
        "TRUNCATE owner, bot, contact, inbox, outbox, receipt, attempt, node, inbox_cursor, waiting"
            + " RESTART IDENTITY CASCADE");
    databases.onPassive("TRUNCATE inbox, outbox, receipt, attempt, move");
    databases.people();
    databases.fill(OLD, 500);
    databases.onActive("DELETE FROM receipt WHERE outbox_id = (SELECT max(id) FROM outbox)");
  }

  @AfterEach
  void close() {
    databases.close();
    active.close();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void theActiveDatabaseIsKilled(Step last) throws Exception {
    killed(last, activeServer);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void thePassiveDatabaseIsKilled(Step last) throws Exception {
    killed(last, passiveServer);
  }

  private void killed(Step last, Postgres server) throws Exception {
    List<String> before = databases.everything();
    assertThatThrownBy(
            () ->
                databases.sweep(
                    SweepProcess.SETTINGS,
                    step -> {
                      if (step == last) {
                        kill(server);
                      }
                    }))
        .isInstanceOf(Exception.class);
    server.start();
    endsWell(before);
  }

  private static void kill(Postgres server) {
    try {
      server.kill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void kurirIsKilled(Step last) throws Exception {
    List<String> before = databases.everything();
    DatabaseAddress one = activeServer.active();
    DatabaseAddress other = passiveServer.passive();
    Process sweep =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SweepProcess.class.getName(),
                one.url(),
                one.username(),
                one.password(),
                other.url(),
                other.username(),
                other.password(),
                last.name())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = sweep.inputReader()) {
      String line = said.readLine();
      while (line != null && !line.startsWith("passed")) {
        line = said.readLine();
      }
      assertThat(line).isEqualTo("passed " + last);
    } finally {
      sweep.destroyForcibly().waitFor();
    }
    endsWell(before);
  }

  private void endsWell(List<String> before) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions() // the lock of the killed one, connections that broke
        .until(() -> databases.sweep(SweepProcess.SETTINGS, step -> {}) >= 0);
    assertThat(databases.everything()).isEqualTo(before);
    assertThat(databases.active("SELECT count(*) FROM outbox")).containsExactly("1");
    assertThat(databases.active("SELECT count(*) FROM inbox")).containsExactly("0");
    assertThat(databases.passive("SELECT count(*) FROM move WHERE done_at IS NULL"))
        .containsExactly("0");
    assertThat(databases.passive("SELECT sum(rows)::text FROM move"))
        .isEqualTo(
            databases.passive(
                "SELECT ((SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)"
                    + " + (SELECT count(*) FROM receipt) + (SELECT count(*) FROM attempt))::text"));
  }
}
