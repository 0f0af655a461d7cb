package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.LineUser;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.ShownMessage;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramSandbox;
import dev.kurir.sandbox.TelegramUser;
import dev.kurir.testing.LineJudge;
import dev.kurir.testing.Ports;
import dev.kurir.testing.TelegramJudge;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Kurir as it ships, between LINE's and Telegram's sandboxes: real routes, real PostgreSQL, real
 * sockets; every request to the networks is judged by their specifications.
 */
final class Lab implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final LineSandbox line = LineSandbox.start(0);
  final TelegramSandbox telegram = TelegramSandbox.start(0);
  final LineJudge lineJudge = LineJudge.of(line);
  final TelegramJudge telegramJudge = TelegramJudge.of(telegram);
  final Path data;
  private final Map<String, String> settings = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private Kurir kurir;
  private int starts;

  /** A Kurir that can be stopped and started again on the same data. */
  private interface Kurir extends AutoCloseable {
    @Override
    void close();
  }

  Lab(Path data) throws IOException {
    this.data = data;
    settings.put("kurir.http.port", Integer.toString(Ports.free()));
    settings.put("kurir.management.port", Integer.toString(Ports.free()));
    settings.put("kurir.http.bind", "127.0.0.1");
    settings.put("kurir.udp.port", Integer.toString(Ports.free()));
    settings.put("kurir.udp.bind", "127.0.0.1");
    settings.put("kurir.data.directory", data.toString());
    settings.put("kurir.line.api-url", line.apiUrl().toString());
    settings.put("kurir.line.data-api-url", line.apiUrl().toString());
    settings.put("kurir.telegram.api-url", telegram.apiUrl().toString());
  }

  /** LINE and Telegram call webhooks instead of being polled. */
  Lab withPublicUrl() {
    settings.put("kurir.http.public-url", "http://127.0.0.1:" + port());
    return this;
  }

  Lab with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  Map<String, String> settings() {
    return settings;
  }

  int port() {
    return Integer.parseInt(settings.get("kurir.http.port"));
  }

  int udpPort() {
    return Integer.parseInt(settings.get("kurir.udp.port"));
  }

  int managementPort() {
    return Integer.parseInt(settings.get("kurir.management.port"));
  }

  /** Starts Kurir in this process. */
  Lab start() throws Exception {
    Settings all = Settings.load(Path.of("."), Map.of(), new Properties()).with(settings);
    Bridge bridge = Bridge.start(all);
    kurir = bridge::close;
    return this;
  }

  /** Runs Kurir in a process of its own, which ends by itself; its exit code. */
  int runs() throws Exception {
    Process process = process();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends by itself").isTrue();
    return process.exitValue();
  }

  private Process process() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.kurir.Kurir",
            "run");
    settings.forEach(
        (key, value) ->
            builder
                .environment()
                .put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    starts++;
    return builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
  }

  /** Starts Kurir in a process of its own, which can be killed. */
  Process startProcess() throws Exception {
    Process process = process();
    Path log = log();
    kurir =
        () -> {
          process.destroy();
          process.onExit().join();
        };
    TestWait.until(
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(log));
          }
          return ready();
        },
        "a Kurir that is ready",
        Duration.ofMinutes(3));
    return process;
  }

  private boolean ready() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + managementPort() + "/observe/health"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
  }

  void stop() {
    kurir.close();
    kurir = null;
  }

  /** An owner with a LINE master bot, paired by the LINE user. */
  PairedOwner pairedOwner(String username) throws Exception {
    String code = post("/owners", Map.of("username", username), 201).get("pairingCode").asText();
    LineBot bot = line.addBot("bot of " + username);
    JsonNode registered = addLineBot(username, bot);
    LineUser user = line.addUser(username);
    user.says(bot, code);
    TestWait.until(() -> line.messagesTo(user).size() == 1, "the welcome of " + username);
    return new PairedOwner(username, user, bot, registered.get("id").asInt());
  }

  /** An owner in front of LINE. */
  record PairedOwner(String username, LineUser user, LineBot bot, int botId) {}

  JsonNode addLineBot(String username, LineBot bot) throws Exception {
    JsonNode registered =
        post(
            "/owners/" + username + "/bots",
            Map.of(
                "network",
                "line",
                "role",
                "master",
                "credentials",
                Map.of(
                    "channelSecret",
                    bot.channelSecret(),
                    "channelAccessToken",
                    bot.channelAccessToken())),
            201);
    if (!settings.containsKey("kurir.http.public-url")) {
      line.setEndpoint(
          bot, URI.create("http://127.0.0.1:" + port() + registered.get("webhookPath").asText()));
    }
    return registered;
  }

  JsonNode addTelegramBot(String username, TelegramBot bot) throws Exception {
    return post(
        "/owners/" + username + "/bots",
        Map.of("network", "telegram", "credentials", Map.of("token", bot.token())),
        201);
  }

  JsonNode addXmppBot(String username, Prosody prosody, String account) throws Exception {
    prosody.register(account, "pw-" + account);
    return post(
        "/owners/" + username + "/bots",
        Map.of(
            "network",
            "xmpp",
            "credentials",
            Map.of(
                "jid",
                account + "@" + prosody.host(),
                "password",
                "pw-" + account,
                "host",
                "127.0.0.1",
                "port",
                prosody.port(),
                "caFile",
                prosody.caFile().toString())),
        201);
  }

  JsonNode post(String path, Object body, int expected) throws Exception {
    return send("POST", path, JSON.writeValueAsString(body), expected);
  }

  JsonNode get(String path) throws Exception {
    return send("GET", path, null, 200);
  }

  JsonNode send(String method, String path, String body, int expected) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = answer(request);
    assertThat(response.statusCode())
        .as(method + " " + path + ": " + response.body())
        .isEqualTo(expected);
    return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
  }

  private HttpResponse<String> answer(HttpRequest request) throws Exception {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      String said = Files.exists(log()) ? Files.readString(log()) : "in this process";
      throw new IllegalStateException("Kurir does not listen at " + request.uri() + ": " + said, e);
    }
  }

  /** The log of the last process. */
  Path log() {
    return data.resolveSibling("kurir-" + starts + ".log");
  }

  String token() throws IOException {
    return Files.readString(data.resolve("admin.token")).strip();
  }

  List<String> shown(PairedOwner owner) {
    return line.messagesTo(owner.user()).stream().map(ShownMessage::text).toList();
  }

  List<String> shown(TelegramUser user) {
    return telegram.messagesTo(user).stream().map(ShownMessage::text).toList();
  }

  /** Waits until every message of the outboxes has its end. */
  void settled() {
    TestWait.until(
        () -> count("SELECT count(*) FROM receipt") == count("SELECT count(*) FROM outbox"),
        "all settled");
  }

  /** One number from the active database. */
  long count(String sql) throws Exception {
    try (Connection connection = active();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  Connection active() throws IOException, SQLException {
    Path postgres = data.resolve("postgres");
    String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(3).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/kurir",
        "postgres",
        Files.readString(postgres.resolve("password")).strip());
  }

  @Override
  public void close() {
    if (kurir != null) {
      kurir.close();
    }
    line.close();
    telegram.close();
  }
}
