package dev.kurir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/**
 * Speaks to a running Kurir. Every failure is a {@link CommandException} that says what to do: the
 * API's own words where it answered.
 */
final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  // a registration waits for the network
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final Server server;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  ApiClient(Server server) {
    this.server = server;
  }

  JsonNode get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  /** An answer that is no JSON, as it is. */
  String text(String path) {
    return accepted(exchange("GET", path, BodyPublishers.noBody()));
  }

  JsonNode post(String path, Object body) {
    try {
      return send("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void delete(String path) {
    send("DELETE", path, BodyPublishers.noBody());
  }

  /** Text as a part of a path. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode send(String method, String path, BodyPublisher body) {
    return parsed(accepted(exchange(method, path, body)));
  }

  private HttpResponse<String> exchange(String method, String path, BodyPublisher body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve(path))
              .header("Authorization", "Bearer " + token())
              .header("Content-Type", "application/json")
              .timeout(ANSWER)
              .method(method, body)
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          CommandException.UNREACHABLE,
          server.url()
              + ": no Kurir answers (expected: a running one; start it with ./kurir run, or name"
              + " another with --url)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.UNREACHABLE, "interrupted");
    }
  }

  private String accepted(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 == 2) {
      return answer.body();
    }
    String detail = parsed(answer.body()).path("detail").asText();
    if (answer.statusCode() == 401) {
      detail =
          server.token() == null
              ? server.tokenFile() + ": not the token of the Kurir at " + server.url()
              : "KURIR_ADMIN_TOKEN: not the token of the Kurir at " + server.url();
    }
    throw new CommandException(
        CommandException.REFUSED,
        detail.isEmpty()
            ? server.url() + " answered " + answer.statusCode() + " (expected: a Kurir)"
            : detail);
  }

  private static JsonNode parsed(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private String token() {
    String given = server.token();
    if (given != null && !given.isBlank()) {
      return given.strip();
    }
    try {
      return Files.readString(server.tokenFile()).strip();
    } catch (NoSuchFileException e) {
      throw new CommandException(
          CommandException.UNREACHABLE,
          server.tokenFile()
              + ": missing (expected: made by the first ./kurir run; or set KURIR_ADMIN_TOKEN)");
    } catch (IOException e) {
      throw new CommandException(
          CommandException.UNREACHABLE,
          server.tokenFile()
              + ": can't be read (expected: run this as Kurir's user, or set KURIR_ADMIN_TOKEN)");
    }
  }
}
