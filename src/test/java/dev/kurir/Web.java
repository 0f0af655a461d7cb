package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Plain HTTP, as anybody may send it. */
final class Web {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Web() {}

  /** What came back. */
  record Reply(int status, String body) {
    /** The detail of a problem document. */
    String detail() throws Exception {
      JsonNode problem = JSON.readTree(body);
      return problem.get("detail").asText();
    }
  }

  static Reply get(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)).build());
  }

  static Reply post(String url, Map<String, String> headers, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  private static Reply send(HttpRequest request) throws Exception {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body());
  }
}
