package dev.kurir.messenger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.ServerFinalMessage;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramParseException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a login in which the password does not cross the network: SCRAM-SHA-256 (RFC
 * 5802, 7677) without channel binding. What is kept of a password is a verifier as RFC 5803 writes
 * it, {@code SCRAM-SHA-256$4096:salt$StoredKey:ServerKey}. Who began has half a minute.
 * Thread-safe.
 */
final class Scram {
  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;
  private static final int ITERATIONS = 4_096;
  private static final int LEAST_ITERATIONS = 4_096;
  private static final int MOST_ITERATIONS = 1_000_000;
  private static final int SALT = 16;
  private static final int NONCE = 18;
  private static final int KEY = 32;
  private static final int BEGUN_AT_MOST = 20_000;
  private static final Pattern VERIFIER =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{1,7}):([A-Za-z0-9+/=]{8,88})\\$([A-Za-z0-9+/=]{44}):([A-Za-z0-9+/=]{44})");
  private static final Pattern FINAL =
      Pattern.compile("(c=[A-Za-z0-9+/=]+,r=([\\x21-\\x2b\\x2d-\\x7e]+)),p=([A-Za-z0-9+/=]+)");

  private final SecureRandom random = new SecureRandom();
  private final byte[] nobodys = new byte[KEY];
  private final Cache<InetSocketAddress, Begun> begun =
      Caffeine.newBuilder()
          .maximumSize(BEGUN_AT_MOST)
          .expireAfterWrite(Duration.ofSeconds(30))
          .build();

  Scram() {
    random.nextBytes(nobodys);
  }

  private record Begun(
      String name, String nonce, String gs2, String first, Verifier verifier, boolean somebody) {}

  /** What is kept of a password. */
  private record Verifier(int iterations, String salt, byte[] storedKey, byte[] serverKey) {}

  /** What came of the second message: who it is, and what proves the server to them. */
  record Proven(String name, String serverFinal) {}

  /** A new verifier of a password. */
  static String verifier(String password) {
    byte[] salt = ScramFunctions.salt(SALT, new SecureRandom());
    byte[] salted = salted(password, salt, ITERATIONS);
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$%d:%s$%s:%s"
        .formatted(
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(
                ScramFunctions.storedKey(SHA_256, ScramFunctions.clientKey(SHA_256, salted))),
            base64.encodeToString(ScramFunctions.serverKey(SHA_256, salted)));
  }

  private static byte[] salted(String password, byte[] salt, int iterations) {
    return ScramFunctions.saltedPassword(
        SHA_256,
        StringPreparation.POSTGRESQL_PREPARATION,
        password.toCharArray(),
        salt,
        iterations);
  }

  /** Whether a word is a verifier that a client made itself. */
  static boolean isVerifier(String word) {
    return read(word) != null;
  }

  /** Whether it is the password of which the verifier was made. */
  static boolean matches(String password, String verifier) {
    Verifier kept = read(verifier);
    if (kept == null) {
      return false;
    }
    byte[] salted = salted(password, Base64.getDecoder().decode(kept.salt), kept.iterations);
    return MessageDigest.isEqual(
        kept.storedKey,
        ScramFunctions.storedKey(SHA_256, ScramFunctions.clientKey(SHA_256, salted)));
  }

  private static @Nullable Verifier read(String verifier) {
    Matcher matcher = VERIFIER.matcher(verifier);
    if (!matcher.matches()) {
      return null;
    }
    try {
      int iterations = Integer.parseInt(matcher.group(1));
      byte[] stored = Base64.getDecoder().decode(matcher.group(3));
      byte[] server = Base64.getDecoder().decode(matcher.group(4));
      Base64.getDecoder().decode(matcher.group(2));
      boolean fits =
          iterations >= LEAST_ITERATIONS
              && iterations <= MOST_ITERATIONS
              && stored.length == KEY
              && server.length == KEY;
      return fits ? new Verifier(iterations, matcher.group(2), stored, server) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Who the first message is from; null when it can't be read. */
  static @Nullable String name(String clientFirst) {
    try {
      return ClientFirstMessage.parseFrom(clientFirst).getUsername();
    } catch (ScramParseException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Answers the first message.
   *
   * @param verifier null: there is no such user, which the answer does not tell
   * @return null when it can't be read or asks for channel binding
   */
  @Nullable String first(
      InetSocketAddress from, String clientFirst, String name, @Nullable String verifier) {
    if (!clientFirst.startsWith("n,,") && !clientFirst.startsWith("y,,")) {
      return null;
    }
    String clientNonce;
    try {
      clientNonce = ClientFirstMessage.parseFrom(clientFirst).getClientNonce();
    } catch (ScramParseException | IllegalArgumentException e) {
      return null;
    }
    Verifier kept = verifier == null ? null : read(verifier);
    Verifier shown = kept == null ? invented(name) : kept;
    ServerFirstMessage answer =
        new ServerFirstMessage(
            clientNonce, ScramFunctions.nonce(NONCE, random), shown.salt, shown.iterations);
    String first = clientFirst.substring(3) + "," + answer;
    String gs2 = clientFirst.substring(0, 3);
    begun.put(from, new Begun(name, answer.getNonce(), gs2, first, shown, kept != null));
    return answer.toString();
  }

  /** For a name that is nobody's: always the same, so that asking twice tells nothing. */
  private Verifier invented(String name) {
    byte[] salt = ScramFunctions.hmac(SHA_256, nobodys, name.getBytes(StandardCharsets.UTF_8));
    return new Verifier(
        ITERATIONS,
        Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(salt, SALT)),
        new byte[KEY],
        new byte[KEY]);
  }

  /** Judges the second message; null: refused. */
  @Nullable Proven last(InetSocketAddress from, String clientFinal) {
    Begun before = begun.asMap().remove(from);
    Matcher matcher = FINAL.matcher(clientFinal);
    if (before == null || !matcher.matches() || !matcher.group(2).equals(before.nonce)) {
      return null;
    }
    try {
      String header =
          new String(
              Base64.getDecoder()
                  .decode(matcher.group(1).substring(2, matcher.group(1).indexOf(','))),
              StandardCharsets.UTF_8);
      byte[] proof = Base64.getDecoder().decode(matcher.group(3));
      String message = before.first + "," + matcher.group(1);
      boolean proven =
          header.equals(before.gs2)
              && proof.length == KEY
              && ScramFunctions.verifyClientProof(
                  SHA_256, proof, before.verifier.storedKey, message);
      return proven && before.somebody
          ? new Proven(
              before.name,
              new ServerFinalMessage(
                      ScramFunctions.serverSignature(SHA_256, before.verifier.serverKey, message))
                  .toString())
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What is kept of a session's token. */
  static byte[] digest(String token) {
    return ScramFunctions.hash(SHA_256, token.getBytes(StandardCharsets.UTF_8));
  }

  /** A new token of 128 bits. */
  String token() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
