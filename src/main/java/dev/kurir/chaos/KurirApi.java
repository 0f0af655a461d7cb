package dev.kurir.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Kurir's administration over HTTP, as any client uses it. Thread-safe. */
final class KurirApi {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final int PAGE = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;
  private final Path tokenFile;

  KurirApi(URI url, Path tokenFile) {
    this.url = url;
    this.tokenFile = tokenFile;
  }

  JsonNode create(String path, ObjectNode body) throws IOException {
    return send(request(path).POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))), 201);
  }

  JsonNode get(String path) throws IOException {
    return send(request(path).GET(), 200);
  }

  /** A whole listing after an id, page by page. */
  void list(String path, long from, Consumer<JsonNode> item) throws IOException {
    for (String after = Long.toString(from); ; ) {
      JsonNode page = send(request(path + "&limit=" + PAGE + "&after=" + after).GET(), 200);
      page.path("items").forEach(item);
      if (!page.hasNonNull("next")) {
        return;
      }
      after = page.path("next").asText();
    }
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(url.resolve("/api/v1" + path))
        .timeout(ANSWER_WITHIN)
        .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder builder, int expected) throws IOException {
    HttpRequest request = builder.build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != expected) {
        throw new IOException(
            request.method()
                + " "
                + request.uri().getPath()
                + ": "
                + response.statusCode()
                + " (expected: "
                + expected
                + ") "
                + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
