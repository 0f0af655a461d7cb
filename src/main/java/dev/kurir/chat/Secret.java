package dev.kurir.chat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import dev.kurir.message.InvalidFieldException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A user's name and password, which never leave the client: it proves to know the password by
 * SCRAM-SHA-256 (RFC 5802, 7677), and registers with a verifier (RFC 5803). Thread-safe.
 */
final class Secret {
  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;
  private static final int ITERATIONS = 4_096;
  private static final int SALT = 16;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

  private final String name;
  private final String password;

  /**
   * Takes what was typed.
   *
   * @throws InvalidFieldException naming the field
   */
  Secret(String name, String password) {
    this.name = name.strip().toLowerCase(Locale.ROOT);
    this.password = password;
    if (!NAME.matcher(this.name).matches()) {
      throw new InvalidFieldException(
          "user",
          this.name.length() > 40 ? this.name.length() + " characters" : Printable.line(this.name),
          "1 to 32 of a-z, 0-9, dot, underscore and hyphen, a letter or digit first");
    }
    if (password.isEmpty()) {
      throw new InvalidFieldException("password", "empty", "some characters");
    }
  }

  String name() {
    return name;
  }

  /** One login. */
  ScramClient login() {
    return ScramClient.builder()
        .advertisedMechanisms(List.of(SHA_256.getName()))
        .username(name)
        .password(password.toCharArray())
        .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
        .build();
  }

  /** What the server keeps instead of the password; another one each time. */
  String verifier() {
    byte[] salt = ScramFunctions.salt(SALT, new SecureRandom());
    byte[] salted =
        ScramFunctions.saltedPassword(
            SHA_256,
            StringPreparation.POSTGRESQL_PREPARATION,
            password.toCharArray(),
            salt,
            ITERATIONS);
    byte[] stored = ScramFunctions.storedKey(SHA_256, ScramFunctions.clientKey(SHA_256, salted));
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$%d:%s$%s:%s"
        .formatted(
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(stored),
            base64.encodeToString(ScramFunctions.serverKey(SHA_256, salted)));
  }

  /** The password itself: for the one command that still sends it. */
  String password() {
    return password;
  }

  /** Names the user: no password. */
  @Override
  public String toString() {
    return "secret of " + name;
  }
}
