package dev.kurir.network.declared;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.network.WebhookIntake;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How a network signs its webhook requests: HMAC-SHA256 (RFC 2104) over the raw body, or over a
 * text that holds it and a time. Set while its endpoint is made, read on many threads afterwards.
 */
final class Signature {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final String BODY = "$body";
  private static final String TIMESTAMP = "$timestamp";

  String secret = "";
  String header = "";
  String prefix = "";
  String timestampHeader = "";
  String signed = BODY;
  Encoding encoding = Encoding.HEX;

  enum Encoding {
    HEX,
    BASE64;

    static Encoding of(String name) {
      for (Encoding encoding : values()) {
        if (encoding.name().toLowerCase(Locale.ROOT).equals(name)) {
          return encoding;
        }
      }
      throw new InvalidFieldException("signatureEncoding", name, "hex or base64");
    }
  }

  /** Refuses a declaration that would check nothing. */
  void check() {
    if (secret.isEmpty() != header.isEmpty()) {
      throw new InvalidFieldException(
          "kurir:webhook", "secret or signatureHeader is missing", "both, or neither");
    }
    if (!signed.contains(BODY)) {
      throw new InvalidFieldException("signed", signed, "a text with " + BODY + " in it");
    }
    if (signed.contains(TIMESTAMP) == timestampHeader.isEmpty()) {
      throw new InvalidFieldException(
          "timestampHeader", timestampHeader, "given exactly if signed has " + TIMESTAMP);
    }
  }

  /** Why a request is refused; null: its signature is right, or none is declared. */
  @Nullable String refusal(WebhookIntake.Request request, Credentials credentials, Instant now) {
    if (secret.isEmpty()) {
      return null;
    }
    @Nullable String timestamp = timestampHeader.isEmpty() ? "" : request.header(timestampHeader);
    if (!timestampHeader.isEmpty() && !isFresh(timestamp, now)) {
      return timestampHeader + ": missing or not of the last five minutes";
    }
    byte[] expected = hmac(request.body(), String.valueOf(timestamp), credentials.required(secret));
    String text =
        prefix
            + (encoding == Encoding.HEX
                ? HexFormat.of().formatHex(expected)
                : Base64.getEncoder().encodeToString(expected));
    @Nullable String given = request.header(header);
    boolean right =
        given != null
            && MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8),
                given.strip().getBytes(StandardCharsets.UTF_8));
    return right ? null : header + ": missing or wrong (expected: HMAC-SHA256 of the request)";
  }

  private static boolean isFresh(@Nullable String timestamp, Instant now) {
    return timestamp != null
        && timestamp.matches("[0-9]{1,11}")
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(FRESH)
            <= 0;
  }

  private byte[] hmac(byte[] body, String timestamp, String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      int at = signed.indexOf(BODY);
      text.writeBytes(filled(signed.substring(0, at), timestamp));
      text.writeBytes(body);
      text.writeBytes(filled(signed.substring(at + BODY.length()), timestamp));
      return mac.doFinal(text.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is in every Java", e);
    }
  }

  private static byte[] filled(String part, String timestamp) {
    return part.replace(TIMESTAMP, timestamp).getBytes(StandardCharsets.UTF_8);
  }
}
