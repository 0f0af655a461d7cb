package dev.kurir.network.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** An outgoing message as a JSON document, for routes whose network takes JSON. Stateless. */
final class OutgoingJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "Kurir";

  private OutgoingJson() {}

  /** The headers under their names without {@code Kurir}, the first letter small, and the text. */
  static JsonNode of(Map<String, Object> headers, String text) {
    ObjectNode node = JSON.createObjectNode();
    headers.forEach((name, value) -> node.set(name(name), JSON.valueToTree(value)));
    return node.put("text", text);
  }

  /** A header's name within a document: {@code sentAt} of {@code KurirSentAt}. */
  static String name(String header) {
    String bare = header.substring(PREFIX.length());
    return bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
  }
}
