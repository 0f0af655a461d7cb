package dev.kurir.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Speaks to the administration as anybody may, and has every answer judged by the contract. */
final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Contract contract = new Contract();
  private final URI url;
  private final String token;

  ApiClient(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /** Sends a request with the token. */
  HttpResponse<String> send(String method, String path, String body) {
    HttpResponse<String> answer = send(method, path, body, "Authorization", "Bearer " + token);
    if (answer.statusCode() != 404 && answer.statusCode() != 405 && answer.statusCode() != 413) {
      contract.judge(method, path, answer);
    }
    return answer;
  }

  /** Sends a request with headers of its own. */
  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What an answer says. */
  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
