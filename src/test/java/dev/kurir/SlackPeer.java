package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/** Slack's Events API and {@code chat.postMessage}, as Slack publishes them. */
final class SlackPeer extends HttpPeer {
  private static final String CHANNEL = "D024BE91L";

  SlackPeer() throws IOException {}

  @Override
  public String network() {
    return "slack";
  }

  @Override
  public String displayName() {
    return "Slack";
  }

  @Override
  public String partner() {
    return CHANNEL;
  }

  @Override
  public Map<String, String> credentials() {
    return Map.of(
        "name", "office", "signingSecret", "8f742231b10e", "token", "xoxb-token", "apiUrl", url());
  }

  private Map<String, String> signed(String body, long at) throws Exception {
    return Map.of(
        "X-Slack-Request-Timestamp",
        Long.toString(at),
        "X-Slack-Signature",
        "v0=" + hmac("8f742231b10e", "v0:" + at + ":" + body));
  }

  @Override
  public void says(String id, String text) throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String question = json(Map.of("type", "url_verification", "challenge", "3eZbrw1aB"));
    Web.Reply reply =
        Web.post(
            webhook,
            signed(question, now),
            question.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    expect(reply.status() == 200 && reply.body().equals("3eZbrw1aB"), "challenge: " + reply);
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    String own = event(id + "-own", Map.of("bot_id", "B1", "text", "echo"), now);
    String edit = event(id + "-edit", Map.of("subtype", "message_changed"), now);
    String message = event(id, Map.of("text", escaped), now);
    for (String body : new String[] {own, edit, message}) {
      int status = post(signed(body, now), body);
      expect(status == 200, "webhook answers " + status);
    }
    expect(post(signed(message, now - 3600), message) == 401, "an old request");
  }

  private static String event(String id, Map<String, String> more, long at) throws IOException {
    Map<String, Object> event = new java.util.TreeMap<>(more);
    event.put("type", "message");
    event.put("channel", CHANNEL);
    event.put("channel_type", "im");
    event.put("user", "U2147483697");
    event.put("ts", at + ".000200");
    return json(
        Map.of(
            "type",
            "event_callback",
            "team_id",
            "T061EG9R6",
            "api_app_id",
            "A0MDYCDME",
            "event_id",
            "Ev" + id,
            "event_time",
            at,
            "event",
            event));
  }

  @Override
  Answer take(HttpExchange http, JsonNode body) {
    expect(http.getRequestURI().getPath().equals("/chat.postMessage"), "path");
    expect("Bearer xoxb-token".equals(http.getRequestHeaders().getFirst("Authorization")), "token");
    expect(
        String.valueOf(http.getRequestHeaders().getFirst("Content-Type"))
            .startsWith("application/json"),
        "content type");
    expect(body.path("channel").asText().equals(CHANNEL), "channel");
    expect(body.size() == 2, "fields: " + body.size());
    String text = body.path("text").asText();
    expect(!text.contains("<"), "unescaped");
    heard.add(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    return new Answer(
        200,
        Map.of(),
        "{\"ok\":true,\"channel\":\""
            + CHANNEL
            + "\",\"ts\":\"1503435956.00"
            + heard.size()
            + "\"}");
  }

  @Override
  Answer trouble(Trouble trouble) {
    return trouble == Trouble.LATER
        ? new Answer(429, Map.of("Retry-After", "1"), "{\"ok\":false,\"error\":\"ratelimited\"}")
        : new Answer(200, Map.of(), "{\"ok\":false,\"error\":\"msg_too_long\"}");
  }
}
