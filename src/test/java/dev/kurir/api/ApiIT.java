package dev.kurir.api;

import static dev.kurir.api.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.owner.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The administration over real HTTP: the promises of the contract and every error. */
class ApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir static Path data;
  private static TestDatabase database;
  private static RunningApi api;
  private static String token;
  private static ApiClient client;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.start();
    api = RunningApi.start(database, data);
    token = Files.readString(api.tokenFile).strip();
    client = new ApiClient(api.url(), token);
  }

  @AfterAll
  static void stop() {
    api.close();
    database.close();
  }

  @BeforeEach
  void clear() {
    database.clear();
    api.networks.open().clear();
  }

  private static HttpResponse<String> send(String method, String path, String body) {
    return client.send(method, path, body);
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers) {
    return client.send(method, path, body, headers);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.path("type").textValue()).isEqualTo("about:blank");
    assertThat(problem.path("title").textValue()).isNotEmpty();
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("detail").textValue()).contains(detail);
  }

  private static int addBot(String owner, String account) throws IOException {
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/owners/" + owner + "/bots",
            "{\"network\":\"alpha\",\"credentials\":{\"token\":\"" + account + ":secret\"}}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).path("id").intValue();
  }

  private static void addOwner(String owner) {
    assertThat(send("POST", "/api/v1/owners", "{\"username\":\"" + owner + "\"}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void anOwnerIsAddedWithAPairingCode() throws IOException {
    HttpResponse<String> answer = send("POST", "/api/v1/owners", "{\"username\":\"sari\"}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(answer).path("username").textValue()).isEqualTo("sari");
    assertThat(json(answer).path("pairingCode").textValue()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(json(answer).size()).isEqualTo(2);
    JsonNode listed = json(send("GET", "/api/v1/owners", "")).path("items").path(0);
    assertThat(listed.path("pairingCode")).isEqualTo(json(answer).path("pairingCode"));
    assertThat(listed.path("paired").booleanValue()).isFalse();
  }

  @Test
  void aBotIsLiveWhenTheAnswerComes() throws IOException {
    addOwner("sari");

    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/owners/sari/bots",
            "{\"network\":\"alpha\",\"role\":\"master\",\"credentials\":{\"token\":\"a1:s3cret\",\"port\":5222}}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode bot = json(answer);
    assertThat(bot.path("id").intValue()).isPositive();
    assertThat(bot.path("network").textValue()).isEqualTo("alpha");
    assertThat(bot.path("role").textValue()).isEqualTo("master");
    assertThat(bot.path("account").textValue()).isEqualTo("a1");
    assertThat(bot.path("webhookPath").textValue()).startsWith("/webhook/alpha/");
    assertThat(bot.size()).isEqualTo(5);
    assertThat(api.networks.open().values())
        .singleElement()
        .satisfies(open -> assertThat(open.credentials().required("port")).isEqualTo("5222"));
    HttpResponse<String> listed = send("GET", "/api/v1/owners/sari/bots", "");
    assertThat(json(listed).path("items").path(0)).isEqualTo(bot);
    assertThat(listed.body()).doesNotContain("s3cret");
  }

  @Test
  void aRemovedBotIsGone() throws IOException {
    addOwner("sari");
    int id = addBot("sari", "a1");

    assertThat(send("DELETE", "/api/v1/owners/sari/bots/" + id, "").statusCode()).isEqualTo(204);
    assertThat(api.networks.open()).isEmpty();
    assertThat(json(send("GET", "/api/v1/owners/sari/bots", "")).path("items")).isEmpty();
    assertProblem(send("DELETE", "/api/v1/owners/sari/bots/" + id, ""), 404, "bot: " + id);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/owners",
    "POST,/api/v1/owners",
    "GET,/api/v1/owners/sari/bots",
    "POST,/api/v1/owners/sari/bots",
    "DELETE,/api/v1/owners/sari/bots/1",
    "GET,/api/v1/owners/sari/contacts",
    "GET,/api/v1/messages?owner=sari",
    "GET,/api/v1/messages/1",
    "GET,/api/v1/dead-letters?owner=sari",
    "POST,/api/v1/dead-letters/1/redrive",
    "GET,/api/v1/routes",
    "GET,/api/v1/routes/graph",
    "GET,/api/v1/routes/inbox-accept",
  })
  void nobodyComesInWithoutTheToken(String method, String path) throws IOException {
    String[][] attempts = {
      {},
      {"Authorization", "Bearer wrong"},
      {"Authorization", "Bearer "},
      {"Authorization", "Basic " + token},
      {"Authorization", token},
    };
    for (String[] headers : attempts) {
      HttpResponse<String> answer = send(method, path, "", headers);
      assertProblem(answer, 401, "Authorization");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }
    String inQuery = path + (path.contains("?") ? "&" : "?") + "Authorization=Bearer%20" + token;
    assertProblem(send(method, inQuery, "", new String[0]), 401, "Authorization");
  }

  @Test
  void theTokenFileIsForItsUserAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(api.tokenFile)))
        .isEqualTo("rw-------");
  }

  @Test
  void noRequestHeaderComesBack() {
    for (String path : new String[] {"/api/v1/owners", "/api/v1/messages/zero", "/nowhere"}) {
      HttpResponse<String> answer =
          send(
              "GET",
              path,
              "",
              "Authorization",
              "Bearer " + token,
              "X-Secret",
              "hush",
              "Cookie",
              "c=1");
      assertThat(answer.headers().map().toString() + answer.body())
          .doesNotContain("hush")
          .doesNotContain(token)
          .doesNotContain("c=1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"username\":\"sari\"| body: malformed JSON",
        "''| body:",
        "[]| body: of type array",
        "{} | username: missing",
        "{\"username\":null}| username: missing",
        "{\"username\":7}| username: of type number",
        "{\"username\":\"Sari\"}| username: \"Sari\" (expected: 1 to 32 of a-z",
        "{\"username\":\"a\",\"name\":\"b\"}| name: unknown field (expected: username)",
        "{\"username\":\"a\",\"username\":\"b\"}| body: malformed JSON",
        "{\"username\":\"a\"} x| body: malformed JSON",
      })
  void aBadOwnerIsRefusedByName(String body, String detail) throws IOException {
    assertProblem(send("POST", "/api/v1/owners", body), 400, detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"credentials\":{\"token\":\"a:b\"}}| network: missing",
        "{\"network\":\"irc\",\"credentials\":{}}| network: \"irc\" (expected: one of alpha, beta)",
        "{\"network\":\"A B\",\"credentials\":{}}| network:",
        "{\"network\":\"alpha\"}| credentials: missing",
        "{\"network\":\"alpha\",\"credentials\":\"x\"}| credentials: of type string",
        "{\"network\":\"alpha\",\"credentials\":{}}| credentials.token: missing",
        "{\"network\":\"alpha\",\"credentials\":{\"token\":[1]}}| credentials.token: of type array",
        "{\"network\":\"alpha\",\"credentials\":{\"tokn\":\"hush\"}}| credentials.tokn: unknown field",
        "{\"network\":\"alpha\",\"role\":\"king\",\"credentials\":{\"token\":\"a:b\"}}| role:",
        "{\"network\":\"beta\",\"role\":\"master\",\"credentials\":{\"token\":\"a:b\"}}| role: \"master\" on Beta",
        "{\"network\":\"alpha\",\"Role\":\"x\",\"credentials\":{}}| Role: unknown field",
      })
  void aBadBotIsRefusedByName(String body, String detail) throws IOException {
    addOwner("sari");

    HttpResponse<String> answer = send("POST", "/api/v1/owners/sari/bots", body);

    assertProblem(answer, 400, detail);
    assertThat(answer.body()).doesNotContain("hush");
    assertThat(api.networks.open()).isEmpty();
  }

  @Test
  void theNetworksOwnReasonIsAnswered() throws IOException {
    addOwner("sari");

    assertProblem(
        send(
            "POST",
            "/api/v1/owners/sari/bots",
            "{\"network\":\"alpha\",\"credentials\":{\"token\":\"wrong\"}}"),
        422,
        "alpha: Unauthorized");
  }

  @Test
  void whatExistsIsAConflict() throws IOException {
    addOwner("sari");
    int id = addBot("sari", "a1");

    assertProblem(
        send("POST", "/api/v1/owners", "{\"username\":\"sari\"}"), 409, "\"sari\" is taken");
    assertProblem(
        send(
            "POST",
            "/api/v1/owners/sari/bots",
            "{\"network\":\"alpha\",\"credentials\":{\"token\":\"a1:x\"}}"),
        409,
        "already registered as bot " + id + " of sari");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/owners/nobody/bots,owner",
    "POST,/api/v1/owners/nobody/bots,owner",
    "DELETE,/api/v1/owners/nobody/bots/1,owner",
    "GET,/api/v1/owners/nobody/contacts,owner",
    "GET,/api/v1/messages?owner=nobody,owner",
    "GET,/api/v1/dead-letters?owner=nobody,owner",
    "GET,/api/v1/messages/99999,message",
    "GET,/api/v1/routes/nothing,route",
    "GET,/api/v1/nothing,path",
    "GET,/,path",
    "GET,/api/v1/owners/sari/bots/1/x,path",
  })
  void whatDoesNotExistIsSaid(String method, String path, String field) throws IOException {
    assertProblem(send(method, path, ""), 404, field + ":");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/messages,owner: missing",
    "GET,/api/v1/messages?owner=sari&limit=0,limit",
    "GET,/api/v1/messages?owner=sari&limit=1001,limit",
    "GET,/api/v1/messages?owner=sari&limit=1&limit=2,limit: given several times",
    "GET,/api/v1/messages?owner=sari&after=-1,after",
    "GET,/api/v1/messages?owner=sari&after=x,after",
    "GET,/api/v1/messages/zero,id",
    "GET,/api/v1/messages/0,id",
    "GET,/api/v1/messages/99999999999999999999,id",
    "POST,/api/v1/dead-letters/x/redrive,id",
    "DELETE,/api/v1/owners/sari/bots/99999999999,id",
    "GET,/api/v1/owners/sari/contacts?limit=many,limit",
    "GET,/api/v1/routes/graph?format=png,format",
    "GET,/api/v1/routes/graph?format=svg&format=json,format: given several times",
  })
  void aBadParameterIsRefusedByName(String method, String path, String detail) throws IOException {
    addOwner("sari");

    assertProblem(send(method, path, ""), 400, detail);
  }

  @Test
  void aWrongMethodAFormAndALargeBodyAreRefused() throws IOException {
    assertProblem(send("PUT", "/api/v1/owners", "{}"), 405, "method");
    assertProblem(
        send(
            "POST",
            "/api/v1/owners",
            "{\"username\":\"sari\"}",
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/x-www-form-urlencoded"),
        415,
        "expected: application/json");
    assertProblem(
        send("POST", "/api/v1/owners", "{\"username\":\"" + "x".repeat(2_000_000) + "\"}"),
        413,
        "body: too large");
  }

  @Test
  void jsonOfAnotherContentTypeIsTaken() {
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/owners",
            "{\"username\":\"sari\"}",
            "Authorization",
            "bearer " + token,
            "Content-Type",
            "text/plain");

    assertThat(answer.statusCode()).isEqualTo(201);
  }

  @Test
  void aDeadLetterIsRedrivenOnce() throws IOException {
    api.redriver.dead(41, 50);

    HttpResponse<String> answer = send("POST", "/api/v1/dead-letters/41/redrive", "");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(json(answer)).isEqualTo(JSON.readTree("{\"id\":50,\"retryOf\":41}"));
    assertProblem(
        send("POST", "/api/v1/dead-letters/41/redrive", ""),
        409,
        "expected: a message that is dead");
  }
}
