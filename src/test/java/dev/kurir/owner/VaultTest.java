package dev.kurir.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final NetworkName LINE = new NetworkName("line");
  private static final Credentials SECRET = new Credentials(Map.of("token", "s3cret-token"));

  @TempDir Path folder;

  private Path keyFile() {
    return folder.resolve("data/secret.key");
  }

  private Vault vault() {
    return Vault.open(keyFile(), () -> 0);
  }

  @Test
  void sealedCredentialsOpenAgainAfterARestart() {
    byte[] sealed = vault().seal(LINE, "U1", SECRET);

    assertThat(vault().unseal(LINE, "U1", sealed)).isEqualTo(SECRET);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
  }

  @Test
  void theSameCredentialsNeverLookTheSame() {
    Vault vault = vault();

    assertThat(vault.seal(LINE, "U1", SECRET)).isNotEqualTo(vault.seal(LINE, "U1", SECRET));
  }

  @Test
  void aSecretOpensOnlyForItsOwnAccount() {
    Vault vault = vault();
    byte[] sealed = vault.seal(LINE, "U1", SECRET);

    assertThatThrownBy(() -> vault.unseal(LINE, "U2", sealed))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("does not open the credentials of line U2");
    assertThatThrownBy(() -> vault.unseal(new NetworkName("telegram"), "U1", sealed))
        .isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void anotherKeyOpensNothing() throws IOException {
    byte[] sealed = vault().seal(LINE, "U1", SECRET);
    Files.delete(keyFile());

    assertThatThrownBy(() -> vault().unseal(LINE, "U1", sealed))
        .hasMessageContaining("kurir.secret.key-file")
        .hasMessageContaining("restore it from a backup")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void theKeyFileIsMadeForItsUserAlone() throws IOException {
    vault();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
        .isEqualTo("rw-------");
    try (var files = Files.list(keyFile().getParent())) {
      assertThat(files).containsExactly(keyFile());
    }
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws IOException {
    vault();
    Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(this::vault)
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("rw-r-----")
        .hasMessageContaining("chmod 600 " + keyFile());
  }

  @Test
  void aMissingKeyIsNotReplacedWhileCredentialsAreStored() {
    assertThatThrownBy(() -> Vault.open(keyFile(), () -> 3))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("is missing")
        .hasMessageContaining("3 stored bots");
    assertThat(keyFile()).doesNotExist();
  }

  @Test
  void aDamagedKeyIsSaidAndNotOverwritten() throws IOException {
    vault();
    Files.writeString(keyFile(), "half a key");

    assertThatThrownBy(this::vault)
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("is damaged")
        .hasMessageNotContaining("half");
    assertThat(keyFile()).hasContent("half a key");
  }

  @Test
  void aPrivateFileIsNeverOverwritten() {
    PrivateFile file = new PrivateFile("kurir.test", folder.resolve("x"));

    assertThat(file.writeNew("first")).isTrue();
    assertThat(file.writeNew("second")).isFalse();
    assertThat(file.read()).contains("first");
  }
}
