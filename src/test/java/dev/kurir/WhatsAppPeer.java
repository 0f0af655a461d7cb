package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** WhatsApp's Cloud API, as Meta publishes its messages and webhooks (Graph API v23.0). */
final class WhatsAppPeer extends HttpPeer {
  private static final String NUMBER = "106540352242922";
  private static final String USER = "16505551234";

  WhatsAppPeer() throws IOException {}

  @Override
  public String network() {
    return "whatsapp";
  }

  @Override
  public String displayName() {
    return "WhatsApp";
  }

  @Override
  public String partner() {
    return USER;
  }

  @Override
  public Map<String, String> credentials() {
    return Map.of(
        "phoneNumberId", NUMBER,
        "appSecret", "app-secret",
        "verifyToken", "verify-me",
        "accessToken", "EAAG-token",
        "apiUrl", url());
  }

  /** Meta asks first whether the address is right. */
  void verifies() throws Exception {
    String question = webhook + "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
    Web.Reply right = Web.get(question + "verify-me");
    expect(right.status() == 200 && right.body().equals("1158201444"), "challenge: " + right);
    expect(Web.get(question + "guess").status() == 403, "a wrong verify token");
  }

  @Override
  public void says(String id, String text) throws Exception {
    verifies();
    Map<String, Object> value =
        Map.of(
            "messaging_product", "whatsapp",
            "metadata", Map.of("display_phone_number", "15550783881", "phone_number_id", NUMBER),
            "contacts", List.of(Map.of("profile", Map.of("name", "Sheena"), "wa_id", USER)),
            "messages",
                List.of(
                    Map.of(
                        "from",
                        USER,
                        "id",
                        "wamid." + id,
                        "timestamp",
                        "1739321024",
                        "type",
                        "text",
                        "text",
                        Map.of("body", text))));
    Map<String, Object> statuses =
        Map.of(
            "messaging_product", "whatsapp",
            "metadata", Map.of("display_phone_number", "15550783881", "phone_number_id", NUMBER),
            "statuses", List.of(Map.of("id", "wamid.x", "status", "delivered")));
    for (Map<String, Object> one : List.of(statuses, value)) {
      String body =
          json(
              Map.of(
                  "object",
                  "whatsapp_business_account",
                  "entry",
                  List.of(
                      Map.of(
                          "id",
                          "102290129340398",
                          "changes",
                          List.of(Map.of("value", one, "field", "messages"))))));
      int status = post(Map.of("X-Hub-Signature-256", "sha256=" + hmac("app-secret", body)), body);
      expect(status == 200, "webhook answers " + status);
      expect(post(Map.of(), body) == 401, "unsigned");
    }
  }

  @Override
  Answer take(HttpExchange http, JsonNode body) {
    expect(
        http.getRequestURI().getPath().equals("/v23.0/" + NUMBER + "/messages"),
        "path: " + http.getRequestURI());
    expect("Bearer EAAG-token".equals(http.getRequestHeaders().getFirst("Authorization")), "token");
    expect(
        String.valueOf(http.getRequestHeaders().getFirst("Content-Type"))
            .startsWith("application/json"),
        "content type");
    TreeSet<String> names = new TreeSet<>();
    body.fieldNames().forEachRemaining(names::add);
    expect(
        names.equals(
            new TreeSet<>(List.of("messaging_product", "recipient_type", "text", "to", "type"))),
        "fields: " + names);
    expect(body.path("messaging_product").asText().equals("whatsapp"), "messaging_product");
    expect(body.path("type").asText().equals("text"), "type");
    expect(body.path("text").path("preview_url").isBoolean(), "preview_url");
    expect(body.path("to").asText().equals(USER), "to");
    heard.add(body.path("text").path("body").asText());
    return new Answer(
        200,
        Map.of(),
        "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"1\",\"wa_id\":\"1\"}],"
            + "\"messages\":[{\"id\":\"wamid.out"
            + heard.size()
            + "\"}]}");
  }

  @Override
  Answer trouble(Trouble trouble) {
    return trouble == Trouble.LATER
        ? error(429, 130429, "Rate limit hit")
        : error(400, 131047, "Re-engagement message");
  }

  private static Answer error(int status, int code, String title) {
    return new Answer(
        status,
        Map.of(),
        "{\"error\":{\"message\":\"(#"
            + code
            + ") "
            + title
            + "\",\"type\":\"OAuthException\","
            + "\"code\":"
            + code
            + ",\"fbtrace_id\":\"Az8or2yhqkZfEZ-_4Qn_Bam\"}}");
  }
}
