package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.api.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * A person who uses the messaging platform over HTTP: every request and every answer is judged by
 * the contract.
 */
final class Member {
  static final String PASSWORD = "kata-sandi-1";

  /** Which operations were used by anybody. */
  static final Set<String> USED = new ConcurrentSkipListSet<>();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Contract CONTRACT = new Contract("community-openapi.yaml");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI url;
  private final String name;
  private volatile String token = "";
  private volatile JsonNode login = JSON.nullNode();

  private Member(URI url, String name) {
    this.url = url;
    this.name = name;
  }

  /** Somebody who is not known. */
  static Member nobody(Lab lab) {
    return new Member(URI.create("http://127.0.0.1:" + lab.port()), "nobody");
  }

  /** Registers and logs in. */
  static Member join(Lab lab, String name) {
    Member member = new Member(URI.create("http://127.0.0.1:" + lab.port()), name);
    member.post("/users", Map.of("name", name, "password", PASSWORD), 201);
    return member.logIn();
  }

  /** Another device of the same person. */
  Member again() {
    return new Member(url, name).logIn();
  }

  Member logIn() {
    return logIn(PASSWORD);
  }

  Member logIn(String password) {
    take(post("/logins", Map.of("name", name, "password", password, "device", "test"), 201));
    return this;
  }

  private void take(JsonNode answer) {
    login = answer;
    token = answer.path("accessToken").textValue();
  }

  /** The next tokens. */
  Member refresh() {
    take(post("/logins/refresh", Map.of("refreshToken", refreshToken()), 200));
    return this;
  }

  String refreshToken() {
    return login.path("refreshToken").textValue();
  }

  String login() {
    return login.path("login").textValue();
  }

  String name() {
    return name;
  }

  /** The same person with another access token. */
  Member showing(String accessToken) {
    Member other = new Member(url, name);
    other.token = accessToken;
    return other;
  }

  String token() {
    return token;
  }

  JsonNode get(String path) {
    return get(path, 200);
  }

  JsonNode get(String path, int status) {
    return send("GET", path, null, status);
  }

  JsonNode post(String path, Object body, int status) {
    return send("POST", path, body, status);
  }

  JsonNode put(String path, Object body, int status) {
    return send("PUT", path, body, status);
  }

  JsonNode patch(String path, Object body, int status) {
    return send("PATCH", path, body, status);
  }

  JsonNode delete(String path, int status) {
    return send("DELETE", path, null, status);
  }

  /** Sends somebody a message. */
  void says(String to, String clientId, String text) {
    post("/chats/" + to + "/messages", Map.of("clientId", clientId, "text", text), 201);
  }

  /** Sends a request; fails where the answer is another, or not what the contract says. */
  JsonNode send(String method, String path, Object body, int status) {
    HttpResponse<String> answer = raw(method, path, body);
    assertThat(answer.statusCode())
        .as("%s %s by %s: %s", method, path, name, answer.body())
        .isEqualTo(status);
    try {
      return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  /** Sends a request and judges it by the contract. */
  HttpResponse<String> raw(String method, String path, Object body, String... headers) {
    String whole = "/api/v1" + path;
    try {
      String text = body == null ? "" : JSON.writeValueAsString(body);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url.resolve(whole))
              .method(
                  method, text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      if (headers.length > 0) {
        request.headers(headers);
      }
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() < 300) {
        assertThat(CONTRACT.allows(method, whole, text))
            .as("%s %s took what the contract does not allow: %s", method, path, text)
            .isTrue();
        USED.add(CONTRACT.operationOf(method, whole));
      }
      if (answer.statusCode() != 304) {
        CONTRACT.judge(method, whole, answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The lines of an event stream; to be closed. */
  Stream<String> lines(long after) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/api/v1/events"))
            .header("Authorization", "Bearer " + token)
            .header("Last-Event-ID", Long.toString(after))
            .build();
    HttpResponse<Stream<String>> answer = HTTP.send(request, BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** A body as it is written. */
  static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Contract contract() {
    return CONTRACT;
  }
}
