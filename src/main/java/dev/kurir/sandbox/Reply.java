package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a sandbox answers to one request, or that it does not answer at all.
 *
 * @param kind whether the client gets the answer, silence, or a broken connection
 */
record Reply(Kind kind, int status, Map<String, String> headers, byte[] body) {

  /** What happens to the client's connection. */
  enum Kind {
    ANSWER,
    LATE,
    SILENCE,
    RESET
  }

  private static final String JSON = "application/json";

  static Reply json(int status, JsonNode body) {
    return json(status, Map.of(), body);
  }

  static Reply json(int status, Map<String, String> headers, JsonNode body) {
    return new Reply(Kind.ANSWER, status, headers, Json.bytes(body)).with("Content-Type", JSON);
  }

  static Reply text(int status, String type, String body) {
    return bytes(status, type, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static Reply bytes(int status, String type, byte[] body) {
    return new Reply(Kind.ANSWER, status, Map.of("Content-Type", type), body);
  }

  static Reply empty(int status) {
    return new Reply(Kind.ANSWER, status, Map.of(), new byte[0]);
  }

  /** The client waits until it gives up. */
  static Reply silence() {
    return new Reply(Kind.SILENCE, 0, Map.of(), new byte[0]);
  }

  /** The connection breaks without an answer. */
  static Reply reset() {
    return new Reply(Kind.RESET, 0, Map.of(), new byte[0]);
  }

  /** The same, three seconds later. */
  Reply late() {
    return new Reply(kind == Kind.ANSWER ? Kind.LATE : kind, status, headers, body);
  }

  Reply with(String header, String value) {
    var more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Reply(kind, status, Map.copyOf(more), body);
  }
}
