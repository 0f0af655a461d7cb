package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import dev.kurir.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What keeps Kurir from starting: the process ends with 1, and standard error holds one line that
 * names the setting, the value and the rule.
 */
class StartErrorsIT {
  @TempDir static Path directory;
  private static EmbeddedDatabase postgres;
  private static int starts;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedDatabase.start(directory.resolve("postgres"));
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Test
  void aDataDirectoryThatCannotBeMade() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(complaint(Map.of("kurir.data.directory", file.resolve("data").toString())))
        .startsWith("kurir.data.directory: " + file.resolve("data"))
        .contains("(expected: a directory that Kurir's user");
  }

  @Test
  void aDataDirectoryOfAnotherKurir() throws Exception {
    Path data = directory.resolve("taken");
    try (DirectoryLock other = DirectoryLock.lock(data)) {
      assertThat(other).isNotNull();
      assertThat(complaint(Map.of("kurir.data.directory", data.toString())))
          .startsWith("kurir.data.directory: " + data)
          .contains("(expected: a directory of its own for each Kurir");
    }
  }

  @Test
  void takenPorts() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(other.getLocalPort());
      for (String setting : List.of("kurir.http.port", "kurir.management.port")) {
        assertThat(complaint(Map.of(setting, port)))
            .startsWith(setting + ": " + port + " on 127.0.0.1")
            .contains("(expected: a free port");
      }
    }
  }

  @Test
  void aDatabaseThatIsAway() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/kurir";
    assertThat(complaint(Map.of("kurir.database.url", url, "kurir.database.wait", "1s")))
        .startsWith("kurir.database.url: " + url)
        .contains("(expected: a PostgreSQL 15 or later that answers", "refused");
  }

  @Test
  void aWrongDatabasePassword() throws Exception {
    Map<String, String> settings = database();
    settings.put("kurir.database.password", "no-such-password");
    assertThat(complaint(settings))
        .startsWith("kurir.database.url: " + postgres.active().url())
        .contains("password authentication failed")
        .doesNotContain("no-such-password");
  }

  @Test
  void malformedSettings() throws Exception {
    assertThat(complaint(Map.of("kurir.http.port", "abc")))
        .isEqualTo("kurir.http.port: abc (expected: a port from 1 to 65535)");
    assertThat(complaint(Map.of("kurir.database.wait", "soon")))
        .startsWith("kurir.database.wait: soon (expected: a number and ms, s, m, h or d");
    assertThat(complaint(Map.of("kurir.telegram.api-url", "telegram")))
        .isEqualTo("kurir.telegram.api-url: telegram (expected: an http or https address)");
    assertThat(complaint(Map.of("kurir.database.url", "postgres://somewhere")))
        .startsWith("kurir.database.url: ")
        .contains("(expected: jdbc:postgresql://host:port/database)");
  }

  @Test
  void anApplicationPropertiesWithAnUnknownSetting() throws Exception {
    Path home = Files.createDirectories(directory.resolve("home"));
    Path file = home.resolve("application.properties");
    Files.writeString(file, "kurir.htpp.port=9000\n");
    assertThat(complaint(home, Map.of()))
        .isEqualTo("kurir.htpp.port: in " + file + " (expected: a setting that the README lists)");
    Files.write(file, "kurir.http.bind=\\uZZZZ\n".getBytes(StandardCharsets.UTF_8));
    assertThat(complaint(home, Map.of())).startsWith(file.toString()).contains("(expected: ");
  }

  @Test
  void aMissingRoutesDirectory() throws Exception {
    Path none = directory.resolve("none");
    assertThat(complaint(Map.of("kurir.routes.directory", none.toString())))
        .isEqualTo(
            "kurir.routes.directory: " + none + " (expected: a directory with *.camel.yaml files)");
  }

  @Test
  void brokenRouteFiles() throws Exception {
    assertThat(withRoute("bridge/broken", "- route:\n    id: broken\n    from: [\n"))
        .contains("bridge/broken.camel.yaml", "line 4", "`kurir routes check`");
    String tick = Files.readString(Path.of("routes/bridge/safety-tick.camel.yaml"));
    assertThat(withRoute("bridge/safety-tick", tick.replace("- bean:", "- baen:")))
        .contains("bridge/safety-tick.camel.yaml", "baen", "line 12");
    assertThat(withRoute("bridge/safety-tick", tick.replace("trigger.repeatCount", "repeatCuont")))
        .contains("bridge/safety-tick.camel.yaml", "repeatCuont");
    assertThat(withRoute("bridge/safety-tick", tick.replace("ref: safetyNet", "ref: safetyNeet")))
        .contains("bridge/safety-tick.camel.yaml", "safetyNeet");
  }

  /** What is said about the routes as shipped, with one of them written otherwise. */
  private static String withRoute(String name, String yaml) throws Exception {
    Path routes = directory.resolve("routes" + starts);
    try (Stream<Path> shipped = Files.walk(Path.of("routes"))) {
      for (Path file : shipped.filter(Files::isRegularFile).toList()) {
        Path copy = routes.resolve(Path.of("routes").relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Files.writeString(routes.resolve(name + ".camel.yaml"), yaml);
    Map<String, String> settings = database();
    settings.put("kurir.routes.directory", routes.toString());
    return complaint(settings);
  }

  private static Map<String, String> database() {
    DatabaseAddress active = postgres.active();
    return new TreeMap<>(
        Map.of(
            "kurir.database.url", active.url(),
            "kurir.database.username", active.username(),
            "kurir.database.password", active.password()));
  }

  private static String complaint(Map<String, String> settings) throws Exception {
    return complaint(Path.of("").toAbsolutePath(), settings);
  }

  /** Starts Kurir in vain; returns its one line. */
  private static String complaint(Path home, Map<String, String> settings) throws Exception {
    Path errors = directory.resolve("errors-" + starts);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dkurir.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.kurir.Kurir",
            "run");
    builder.environment().put("KURIR_LOG_LEVEL", "error");
    all(settings)
        .forEach(
            (key, value) ->
                builder
                    .environment()
                    .put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("an end of the process").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(errors);
    assertThat(process.exitValue()).as(said).isEqualTo(1);
    assertThat(said.lines()).as(said).hasSize(1);
    assertThat(said).startsWith("error: ").doesNotContain("\tat ", "Caused by");
    return said.strip().substring("error: ".length());
  }

  private static Map<String, String> all(Map<String, String> settings) throws IOException {
    Map<String, String> all = new TreeMap<>();
    all.put("kurir.http.port", Integer.toString(Ports.free()));
    all.put("kurir.http.bind", "127.0.0.1");
    all.put("kurir.management.port", Integer.toString(Ports.free()));
    all.put("kurir.udp.port", Integer.toString(Ports.free()));
    all.put("kurir.udp.bind", "127.0.0.1");
    all.put("kurir.data.directory", directory.resolve("data-" + starts++).toString());
    all.putAll(settings);
    return new TreeMap<>(all);
  }
}
