package dev.kurir.api;

import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret that an administrator shows as {@code Authorization: Bearer <token>} (RFC 6750 §2.1).
 * Compared in constant time. Thread-safe.
 */
public final class AdminToken {
  private static final String SCHEME = "Bearer ";
  private static final int BYTES = 32;

  private final byte[] digest;

  private AdminToken(String token) {
    this.digest = sha256(token);
  }

  /**
   * The token that is given, or else the one in the file, which is made with mode 0600 when there
   * is none.
   *
   * @param given of the setting {@code KURIR_ADMIN_TOKEN}; null or empty: the file counts
   * @throws InvalidFieldException when the file can be read by others or is empty
   */
  public static AdminToken open(Path file, @Nullable String given) {
    if (given != null && !given.isBlank()) {
      return new AdminToken(given.strip());
    }
    PrivateFile stored = new PrivateFile("admin token", file);
    String token = stored.read().orElse(null);
    if (token == null) {
      stored.writeNew(random());
      token = stored.read().orElse("");
    }
    if (token.isEmpty()) {
      throw new InvalidFieldException(
          "admin token", stored.path() + " is empty", "a token; delete the file to get a new one");
    }
    return new AdminToken(token);
  }

  /** Whether an {@code Authorization} header shows it. */
  boolean accepts(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    return MessageDigest.isEqual(digest, sha256(authorization.substring(SCHEME.length()).strip()));
  }

  private static String random() {
    byte[] token = new byte[BYTES];
    new SecureRandom().nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
