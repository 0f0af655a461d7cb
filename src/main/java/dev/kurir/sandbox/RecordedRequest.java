package dev.kurir.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a sandbox received it, before it was judged or answered. Holds the bot's token
 * (LINE in a header, Telegram in the path): never print it.
 *
 * @param method in upper case
 * @param path without the query, not decoded
 * @param query without the question mark, not decoded; empty where there is none
 * @param headers by lower-case name; of a repeated header the first value
 * @param body the raw bytes; must not be changed
 */
public record RecordedRequest(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  public RecordedRequest {
    headers = Map.copyOf(headers);
  }

  /** A header's value, whatever the case of its name. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Names the request without its token, query and body. */
  @Override
  public String toString() {
    return method + " " + path.replaceFirst("/bot[^/]+", "/bot…") + " (" + body.length + " bytes)";
  }
}
