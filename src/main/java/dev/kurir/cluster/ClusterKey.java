package dev.kurir.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key pair that all servers of a cluster share, with its certificate as the only one that they
 * trust: who has it is one of them. A PKCS12 file whose protection is its mode, 0600. Immutable.
 */
public final class ClusterKey {
  /** PKCS12 wants one; it is no secret, the file is. */
  private static final String PASSWORD = "kurir-cluster";

  private static final String ALIAS = "cluster";
  private static final int MADE_WITHIN_S = 60;
  private static final int KNOCK_MS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(ClusterKey.class);

  private final SSLContext context;
  private final String fingerprint;

  private ClusterKey(SSLContext context, String fingerprint) {
    this.context = context;
    this.fingerprint = fingerprint;
  }

  /**
   * Makes a file with a new key pair (P-256), mode 0600.
   *
   * @throws FileAlreadyExistsException when there is such a file
   */
  public static ClusterKey make(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path made = Files.createTempDirectory("kurir-key").resolve("made.p12");
    try {
      run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              ALIAS,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=Kurir cluster",
              "-validity",
              "36500",
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD,
              "-keystore",
              made.toString()));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, Files.readAllBytes(made));
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(made.getParent());
    }
    return open(file);
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(MADE_WITHIN_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " made no key");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Opens a file.
   *
   * @throws ClusterException when it is not one that {@code ./kurir cluster keygen} made
   */
  public static ClusterKey open(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      var certificate = store.getCertificate(ALIAS);
      if (certificate == null || !store.isKeyEntry(ALIAS)) {
        throw new GeneralSecurityException("no key " + ALIAS);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new ClusterKey(context, HexFormat.of().formatHex(digest));
    } catch (IOException | GeneralSecurityException e) {
      throw new ClusterException(
          "kurir.cluster.keystore: "
              + file
              + wrong(e)
              + " (expected: a file that ./kurir cluster keygen has made, the same at every server)",
          e);
    }
  }

  private static String wrong(Exception e) {
    return e instanceof NoSuchFileException
        ? ", which does not exist"
        : e instanceof AccessDeniedException
            ? ", which may not be read"
            : ", which holds no such key";
  }

  /**
   * Tries whether a server that is there has the same key.
   *
   * @throws ClusterException when it has another one
   */
  public void knock(InetSocketAddress server) {
    try (Socket plain = new Socket()) {
      plain.connect(server, KNOCK_MS);
      plain.setSoTimeout(KNOCK_MS);
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, server.getHostString(), server.getPort(), true);
      socket.startHandshake();
    } catch (SSLException e) {
      throw new ClusterException(
          "kurir.cluster.keystore: its key, "
              + Servers.abbreviated(fingerprint)
              + "…, is not that of "
              + server.getHostString()
              + ":"
              + server.getPort()
              + " (expected: the same file at every server)",
          e);
    } catch (IOException e) {
      LOG.debug("{} is not there: {}", server, e.toString());
    }
  }

  SSLContext context() {
    return context;
  }

  /** The certificate's SHA-256, in hex. */
  public String fingerprint() {
    return fingerprint;
  }
}
