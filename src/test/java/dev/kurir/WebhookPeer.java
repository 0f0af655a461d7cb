package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An application that speaks signed JSON. */
final class WebhookPeer extends HttpPeer {
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  WebhookPeer() throws IOException {}

  @Override
  public String network() {
    return "webhook";
  }

  @Override
  public String displayName() {
    return "Webhook";
  }

  @Override
  public String partner() {
    return "alice";
  }

  @Override
  public boolean recognisesRepeats() {
    return true;
  }

  @Override
  public Map<String, String> credentials() {
    return Map.of("name", "shop", "secret", "the-secret", "url", url() + "/take");
  }

  @Override
  public void says(String id, String text) throws Exception {
    String body = json(Map.of("id", id, "from", "alice", "name", "Alice", "text", text));
    int status = post(Map.of("X-Kurir-Signature", "sha256=" + hmac("the-secret", body)), body);
    int forged = post(Map.of("X-Kurir-Signature", "sha256=" + hmac("another", body)), body);
    expect(status == 200 && forged == 401, "webhook answers " + status + " and " + forged);
  }

  @Override
  Answer take(HttpExchange http, JsonNode body) {
    if (keys.add(body.path("retryKey").asText())) {
      heard.add(body.path("text").asText());
    }
    expect(body.path("recipient").asText().equals("alice"), "recipient: " + body);
    return new Answer(200, Map.of(), "{}");
  }

  @Override
  Answer trouble(Trouble trouble) {
    return trouble == Trouble.LATER
        ? new Answer(429, Map.of("Retry-After", "1"), "{}")
        : new Answer(422, Map.of(), "{}");
  }
}
