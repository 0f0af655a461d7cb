package dev.kurir.network.line;

import com.linecorp.bot.parser.LineSignatureValidator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The check that a webhook request comes from LINE: {@code x-line-signature} is the Base64 form of
 * HMAC-SHA256 over the raw body with the channel secret (Messaging API, "Signature validation").
 * Compares in constant time; accepts the previous secret as well. Thread-safe.
 */
final class LineSignature {
  static final String HEADER = "x-line-signature";

  private final List<LineSignatureValidator> secrets;

  LineSignature(LineCredentials credentials) {
    secrets =
        Stream.of(Optional.of(credentials.secret()), credentials.previousSecret())
            .flatMap(Optional::stream)
            .map(secret -> new LineSignatureValidator(secret.getBytes(StandardCharsets.UTF_8)))
            .toList();
  }

  /** Whether the header signs the body; a missing or malformed header does not. */
  boolean covers(byte[] body, @Nullable String header) {
    if (header == null) {
      return false;
    }
    boolean covered = false;
    try {
      for (LineSignatureValidator secret : secrets) {
        covered |= secret.validateSignature(body, header.strip());
      }
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    return covered;
  }
}
