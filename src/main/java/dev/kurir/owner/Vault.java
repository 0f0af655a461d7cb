package dev.kurir.owner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where credentials are sealed before they are stored: AES-256-GCM by Tink, with the network and
 * the account as associated data, so that a row's secret opens only for its own bot.
 *
 * <p>The key lies in a file of mode 0600 that is made on the first start and never overwritten.
 * Without it nothing that is stored can be opened: it belongs into the backup. Thread-safe.
 */
public final class Vault {
  private static final String SETTING = "kurir.secret.key-file";
  private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Aead aead;
  private final Path keyFile;

  private Vault(Aead aead, Path keyFile) {
    this.aead = aead;
    this.keyFile = keyFile;
  }

  /**
   * Opens the vault, and makes its key when there is none and nothing is sealed yet.
   *
   * @param sealed how many credentials are stored; asked only when there is no key
   * @throws InvalidFieldException when the key is missing although credentials are stored, is
   *     damaged, or can be read by others
   */
  public static Vault open(Path keyFile, LongSupplier sealed) {
    PrivateFile file = new PrivateFile(SETTING, keyFile);
    try {
      AeadConfig.register();
      String key = file.read().orElse(null);
      if (key == null) {
        refuseLoss(file, sealed.getAsLong());
        file.writeNew(newKey());
        key = file.read().orElseThrow();
      }
      return new Vault(aead(key), file.path());
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidFieldException(
          SETTING,
          file.path() + " is damaged",
          "the key as Kurir made it; restore it from a backup");
    }
  }

  private static void refuseLoss(PrivateFile file, long sealed) {
    if (sealed > 0) {
      throw new InvalidFieldException(
          SETTING,
          file.path() + " is missing",
          "the key that sealed the credentials of "
              + sealed
              + " stored bots; restore it from a backup, or where it is lost for good give these"
              + " bots up, UPDATE bot SET removed_at = now(), and register them again");
    }
  }

  private static String newKey() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
        InsecureSecretKeyAccess.get());
  }

  private static Aead aead(String key) throws GeneralSecurityException, IOException {
    return TinkJsonProtoKeysetFormat.parseKeyset(key, InsecureSecretKeyAccess.get())
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  /** Encrypts the credentials of one account. */
  byte[] seal(NetworkName network, String account, Credentials credentials) {
    try {
      return aead.encrypt(
          JSON.writeValueAsBytes(credentials.values()), associated(network, account));
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException("credentials of a " + network + " bot: not sealed", e);
    }
  }

  /**
   * Decrypts the credentials of one account.
   *
   * @throws InvalidFieldException when they were sealed with another key or for another account
   */
  Credentials unseal(NetworkName network, String account, byte[] sealed) {
    try {
      return new Credentials(
          JSON.readValue(aead.decrypt(sealed, associated(network, account)), VALUES));
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidFieldException(
          SETTING,
          keyFile + " does not open the credentials of " + network + " " + account,
          "the key they were sealed with; restore it from a backup");
    }
  }

  /**
   * Encrypts a secret that is no bot's.
   *
   * @param purpose what it is for: it opens for nothing else
   */
  public byte[] seal(String purpose, byte[] secret) {
    try {
      return aead.encrypt(secret, purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(purpose + ": not sealed", e);
    }
  }

  /** Decrypts it; null when another key has sealed it. */
  public byte @Nullable [] unseal(String purpose, byte[] sealed) {
    try {
      return aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private static byte[] associated(NetworkName network, String account) {
    return (network + "\n" + account).getBytes(StandardCharsets.UTF_8);
  }
}
