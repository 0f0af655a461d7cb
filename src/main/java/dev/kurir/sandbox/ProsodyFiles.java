package dev.kurir.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a private Prosody reads: its configuration, its certificates (made with the JDK's keytool)
 * and its accounts, all in one directory. Not thread-safe, except {@link #account}.
 */
final class ProsodyFiles {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private final Path directory;

  ProsodyFiles(Path directory) {
    this.directory = directory;
  }

  /** Makes the authority and the server's certificate, unless they are there for these domains. */
  void certificates(List<String> hosts) throws IOException {
    Path names = directory.resolve("certificate-for");
    String wanted = String.join(",", hosts);
    if (Files.exists(names) && Files.readString(names).equals(wanted)) {
      return;
    }
    Path store = Files.createTempFile(directory, "keys", ".p12");
    Files.delete(store); // keytool wants to make it
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().encodeToString(random);
    try {
      String san =
          hosts.stream()
              .map(h -> "dns:" + h)
              .collect(Collectors.joining(",", "san=", ",ip:127.0.0.1"));
      keytool(store, secret, "ca", "CN=Kurir sandbox CA", "-ext", "bc:c");
      keytool(store, secret, "server", "CN=" + hosts.get(0), "-signer", "ca", "-ext", san);
      export(store, secret);
      Files.writeString(names, wanted);
    } catch (GeneralSecurityException e) {
      throw new IOException("prosody: its certificate cannot be made: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private static void keytool(Path store, String secret, String alias, String name, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", name, "-validity", "3650"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass:env", "KURIR_STORE"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KURIR_STORE", secret);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("prosody: keytool made no certificate: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("prosody: interrupted while its certificate was made", e);
    }
  }

  private void export(Path store, String secret) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, secret.toCharArray());
    }
    Certificate authority = keys.getCertificateChain("ca")[0];
    Certificate server = keys.getCertificateChain("server")[0];
    Key key = keys.getKey("server", secret.toCharArray());
    write(directory.resolve("ca.crt"), pem("CERTIFICATE", authority.getEncoded()));
    write(
        directory.resolve("server.crt"),
        pem("CERTIFICATE", server.getEncoded()) + pem("CERTIFICATE", authority.getEncoded()));
    write(directory.resolve("server.key"), pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  /** Writes the configuration: this machine only, no other servers, no registration by clients. */
  void configuration(Prosody.Options options, int port, int componentPort) throws IOException {
    List<String> modules =
        new ArrayList<>(
            List.of("roster", "saslauth", "disco", "carbons", "pep", "ping", "smacks", "posix"));
    if (options.encryption()) {
      modules.add("tls");
    }
    if (options.archive()) {
      modules.add("mam");
    }
    String certificate =
        "{ key = "
            + lua(directory.resolve("server.key").toString())
            + "; certificate = "
            + lua(directory.resolve("server.crt").toString())
            + " }";
    StringBuilder text = new StringBuilder();
    line(text, "daemonize", "false");
    line(text, "run_as_root", "true");
    line(text, "pidfile", lua(directory.resolve("prosody.pid").toString()));
    line(text, "data_path", lua(directory.resolve("data").toString()));
    line(text, "interfaces", "{ \"127.0.0.1\" }");
    line(text, "local_interfaces", "{ \"127.0.0.1\" }");
    line(text, "c2s_ports", "{ " + port + " }");
    line(text, "c2s_direct_tls_ports", "{ }");
    line(text, "s2s_ports", "{ }");
    if (componentPort != 0) {
      line(text, "component_ports", "{ " + componentPort + " }");
      line(text, "component_interfaces", "{ \"127.0.0.1\" }");
    }
    line(text, "http_ports", "{ }");
    line(text, "https_ports", "{ }");
    line(text, "modules_enabled", list(modules));
    line(text, "modules_disabled", "{ \"s2s\" }");
    line(text, "allow_registration", "false");
    line(text, "c2s_require_encryption", Boolean.toString(options.encryption()));
    line(text, "authentication", "\"internal_hashed\"");
    line(text, "storage", "\"internal\"");
    line(text, "log", "{ info = \"*console\" }");
    if (options.encryption()) {
      line(text, "ssl", certificate);
    } else {
      line(text, "allow_unencrypted_plain_auth", "true");
    }
    for (String host : options.hosts()) {
      text.append("VirtualHost ").append(lua(host)).append('\n');
      if (options.encryption()) {
        line(text, "  ssl", certificate);
      }
    }
    options
        .components()
        .forEach(
            (domain, secret) -> {
              text.append("Component ").append(lua(domain)).append('\n');
              line(text, "  component_secret", lua(secret));
            });
    write(directory.resolve("prosody.cfg.lua"), text.toString());
  }

  /**
   * Writes an account as Prosody's {@code internal} storage keeps it; Prosody replaces the password
   * by its hash at the first login.
   */
  void account(String host, String node, String password) throws IOException {
    Path folder = directory.resolve("data").resolve(encoded(host)).resolve("accounts");
    Files.createDirectories(folder);
    write(
        folder.resolve(encoded(node) + ".dat"),
        "return {\n\t[\"password\"] = " + lua(password) + ";\n};\n");
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(" = ").append(value).append('\n');
  }

  private static String list(List<String> words) {
    return words.stream().map(ProsodyFiles::lua).collect(Collectors.joining("; ", "{ ", " }"));
  }

  /** A Lua string: everything but plain ASCII as a decimal escape. */
  private static String lua(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ' || b == '"' || b == '\\' || b == 127) {
        text.append(String.format("\\%03d", b & 0xff));
      } else {
        text.append((char) b);
      }
    }
    return text.append('"').toString();
  }

  /** The file name of a host or a node: Prosody's {@code util.datamanager} writes it so. */
  private static String encoded(String name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if ((b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z')) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return text.toString();
  }

  /** Writes a file that only this user reads, whole or not at all. */
  private void write(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "draft", ".tmp");
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(draft, text);
    Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
