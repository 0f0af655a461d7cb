package dev.kurir.community;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.jwt.JwtHmacParameters;
import com.google.crypto.tink.jwt.JwtInvalidException;
import com.google.crypto.tink.jwt.JwtMac;
import com.google.crypto.tink.jwt.JwtMacConfig;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.RawJwt;
import com.google.crypto.tink.jwt.VerifiedJwt;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256 by Tink. The key is made once
 * for all nodes and lies sealed in the active database. Thread-safe.
 */
public final class AccessTokens {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
  private static final String ISSUER = "kurir";
  private static final String NAME = "name";

  private final JwtMac mac;
  private final JwtValidator validator;
  private final Clock clock;
  private final Duration life;

  /** Whose token it is, of which login, and when it ends. */
  record Shown(Person person, UUID login, Instant end) {}

  /** Seals and opens the key. */
  public record Sealing(UnaryOperator<byte[]> seal, UnaryOperator<byte @Nullable []> unseal) {}

  private AccessTokens(JwtMac mac, Clock clock, Duration life) {
    this.mac = mac;
    this.clock = clock;
    this.life = life;
    this.validator = JwtValidator.newBuilder().expectIssuer(ISSUER).setClock(clock).build();
  }

  /**
   * Opens the key, and makes it the first time.
   *
   * @param life how long a token lasts
   */
  public static AccessTokens open(DataSource active, Sealing sealing, Clock clock, Duration life) {
    try {
      JwtMacConfig.register();
      Jdbi jdbi = Jdbi.create(active);
      KeysetHandle key = stored(jdbi, sealing).orElse(null);
      if (key == null) {
        byte[] sealed = sealing.seal().apply(newKey());
        jdbi.useHandle(
            handle ->
                handle
                    .createUpdate(Sql.named("community/add-signing-key"))
                    .bind("sealed", sealed)
                    .execute());
        key = stored(jdbi, sealing).orElse(null);
      }
      if (key == null) {
        LOG.warn("the key of the access tokens does not open: a new one is made");
        byte[] sealed = sealing.seal().apply(newKey());
        jdbi.useHandle(
            handle ->
                handle
                    .createUpdate(Sql.named("community/replace-signing-key"))
                    .bind("sealed", sealed)
                    .execute());
        key = stored(jdbi, sealing).orElseThrow();
      }
      return new AccessTokens(
          key.getPrimitive(RegistryConfiguration.get(), JwtMac.class), clock, life);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the access tokens can't be used", e);
    }
  }

  private static Optional<KeysetHandle> stored(Jdbi jdbi, Sealing sealing)
      throws GeneralSecurityException {
    byte[] sealed =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(Sql.named("community/signing-key"))
                    .mapTo(byte[].class)
                    .findOne()
                    .orElse(null));
    byte[] key = sealed == null ? null : sealing.unseal().apply(sealed);
    return key == null
        ? Optional.empty()
        : Optional.of(
            TinkJsonProtoKeysetFormat.parseKeyset(
                new String(key, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get()));
  }

  private static byte[] newKey() throws GeneralSecurityException {
    JwtHmacParameters parameters =
        JwtHmacParameters.builder()
            .setKeySizeBytes(32)
            .setAlgorithm(JwtHmacParameters.Algorithm.HS256)
            .setKidStrategy(JwtHmacParameters.KidStrategy.BASE64_ENCODED_KEY_ID)
            .build();
    return TinkJsonProtoKeysetFormat.serializeKeyset(
            KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** When a token that is made now ends. */
  Instant end() {
    return clock.instant().plus(life);
  }

  String sign(Person person, UUID login, Instant end) {
    try {
      return mac.computeMacAndEncode(
          RawJwt.newBuilder()
              .setIssuer(ISSUER)
              .setSubject(person.id().toString())
              .setJwtId(login.toString())
              .addStringClaim(NAME, person.name())
              .setIssuedAt(clock.instant())
              .setExpiration(end)
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an access token can't be signed", e);
    }
  }

  /** Whose it is; empty when it is not ours or has ended. */
  Optional<Shown> verify(String token) {
    try {
      VerifiedJwt jwt = mac.verifyMacAndDecode(token, validator);
      return Optional.of(
          new Shown(
              new Person(new OwnerId(Integer.parseInt(jwt.getSubject())), jwt.getStringClaim(NAME)),
              UUID.fromString(jwt.getJwtId()),
              jwt.getExpiration()));
    } catch (JwtInvalidException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
