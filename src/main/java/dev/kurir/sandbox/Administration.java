package dev.kurir.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Kurir's administration over HTTP, as any client of it uses it. Thread-safe. */
final class Administration {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI kurir;
  private final String token;

  Administration(URI kurir, String token) {
    this.kurir = kurir;
    this.token = token;
  }

  /** Creates something: the body of a 201. */
  JsonNode create(String path, JsonNode body) throws DemoFailedException {
    HttpRequest request =
        HttpRequest.newBuilder(kurir.resolve(path))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    String expected = "POST " + path + " answers 201";
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      JsonNode answer = read(response.body());
      if (response.statusCode() != 201) {
        String detail = answer.path("detail").asText(answer.path("title").asText(""));
        throw new DemoFailedException(expected, response.statusCode() + " " + detail);
      }
      return answer;
    } catch (IOException e) {
      throw new DemoFailedException(expected, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException(expected, "interrupted");
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return Json.read(body);
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }
}
