package dev.kurir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyTest {
  private static final char[] PASSWORD = "kurir-cluster".toCharArray();
  @TempDir static Path directory;
  private static Path key;
  private static String fingerprint;

  @BeforeAll
  static void make() throws Exception {
    key = directory.resolve("key.p12");
    fingerprint = ClusterKey.make(key).fingerprint();
  }

  @Test
  void theSameFileIsTheSameKeyAndItsOwnersAlone() throws Exception {
    assertThat(ClusterKey.open(key).fingerprint()).isEqualTo(fingerprint).hasSize(64);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatIsThereIsKept() throws Exception {
    byte[] before = Files.readAllBytes(key);
    assertThatThrownBy(() -> ClusterKey.make(key)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.readAllBytes(key)).isEqualTo(before);
    assertThatThrownBy(() -> ClusterKey.make(directory.resolve("none/key.p12")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileThatHoldsNoSuchKeyIsRefused() throws Exception {
    refused(directory.resolve("none.p12"), ", which does not exist");
    refused(directory, ", which holds no such key");
    refused(file("empty", new byte[0]), ", which holds no such key");
    refused(file("words", "no key".getBytes(StandardCharsets.UTF_8)), ", which holds no such key");
    byte[] whole = Files.readAllBytes(key);
    for (int length = 1; length < whole.length; length += 97) {
      refused(file("half", Arrays.copyOf(whole, length)), ", which holds no such key");
    }
    refused(certificateOnly(), ", which holds no such key");
  }

  @Test
  void damageIsRefusedOrHarmless() throws Exception {
    byte[] whole = Files.readAllBytes(key);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(ClusterKey.open(file("damaged", damaged)).fingerprint()).isEqualTo(fingerprint);
      } catch (ClusterException e) {
        assertThat(e).hasMessageContaining("./kurir cluster keygen");
      }
    }
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> ClusterKey.open(file))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "kurir.cluster.keystore: "
                + file
                + why
                + " (expected: a file that ./kurir cluster keygen has made, the same at every server)");
  }

  private static Path file(String name, byte[] bytes) throws Exception {
    return Files.write(directory.resolve(name), bytes);
  }

  private static Path certificateOnly() throws Exception {
    KeyStore store = KeyStore.getInstance(key.toFile(), PASSWORD);
    KeyStore without = KeyStore.getInstance("PKCS12");
    without.load(null, PASSWORD);
    without.setCertificateEntry("cluster", store.getCertificate("cluster"));
    Path file = directory.resolve("certificate");
    try (OutputStream out = Files.newOutputStream(file)) {
      without.store(out, PASSWORD);
    }
    return file;
  }
}
