package dev.kurir.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own under the data directory, durable (fsync and synchronous_commit on), on
 * loopback, with a password. A server that a killed Kurir left behind is adopted.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String USER = "postgres";
  private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

  private final EmbeddedPostgres server;
  private final String password;

  private EmbeddedDatabase(EmbeddedPostgres server, String password) {
    this.server = server;
    this.password = password;
  }

  /**
   * Starts it, or adopts the one that runs there.
   *
   * @param directory of its own, under the data directory
   * @throws DatabaseException saying what hinders it
   */
  public static EmbeddedDatabase start(Path directory) {
    Path cluster = directory.resolve("cluster");
    try {
      Files.createDirectories(directory);
      String password = password(directory.resolve("password"));
      int port = runningPort(cluster);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(cluster)
              .setOverrideWorkingDirectory(binaries(directory).toFile())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port > 0 ? port : freePort())
              .setConnectConfig("password", password)
              .setServerConfig("fsync", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("max_connections", "100")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("wal_compression", "on")
              .setPGStartupWait(Duration.ofSeconds(60))
              .start();
      if (!Files.readString(cluster.resolve("pg_hba.conf")).equals(ACCESS)) {
        requirePassword(server, cluster, password);
      }
      EmbeddedDatabase database = new EmbeddedDatabase(server, password);
      database.create("kurir");
      database.create("kurir_passive");
      return database;
    } catch (IOException | SQLException | RuntimeException e) {
      throw new DatabaseException(
          "embedded PostgreSQL in "
              + directory
              + " does not start: "
              + e.getMessage()
              + " (as root it needs user namespaces: try `unshare -U true`; else run Kurir as another user, or set kurir.database.url)",
          e);
    }
  }

  /**
   * Where PostgreSQL's programs are unpacked, once for all of a user's data directories; below the
   * data directory where the user has no home.
   */
  private static Path binaries(Path directory) throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "kurir");
    try {
      Files.createDirectories(cache);
      Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
      return cache.resolve("postgres");
    } catch (IOException e) {
      return directory.resolve("binaries");
    }
  }

  /** Where the active database is. */
  public DatabaseAddress active() {
    return address("kurir");
  }

  /** Where the passive database is, beside the active one. */
  public DatabaseAddress passive() {
    return address("kurir_passive");
  }

  private DatabaseAddress address(String name) {
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name, USER, password);
  }

  private void create(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var exists = connection.prepareStatement(Sql.named("database/exists"))) {
      exists.setString(1, name);
      if (exists.executeQuery().next()) {
        return;
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(Sql.named("database/create").replace("$name", name));
      }
    }
  }

  /**
   * The first start trusts loopback, as initdb of the library leaves it; from then on a password.
   */
  private static void requirePassword(EmbeddedPostgres server, Path cluster, String password)
      throws SQLException, IOException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(Sql.named("database/password").replace("$password", password));
      Files.writeString(cluster.resolve("pg_hba.conf"), ACCESS);
      statement.execute(Sql.named("database/reload"));
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path draft = file.resolveSibling("password.new");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, HexFormat.of().formatHex(random));
      Files.move(draft, file);
    }
    return Files.readString(file).strip();
  }

  /** The port of a server that still runs there, else 0. */
  private static int runningPort(Path cluster) throws IOException {
    Path pid = cluster.resolve("postmaster.pid");
    if (!Files.exists(pid)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(pid, StandardCharsets.UTF_8);
    if (lines.size() < 4) {
      return 0;
    }
    boolean alive =
        ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .map(ProcessHandle::isAlive)
            .orElse(false);
    if (alive) {
      LOG.info("embedded PostgreSQL: adopting the server that already runs in {}", cluster);
    }
    return alive ? Integer.parseInt(lines.get(3).strip()) : 0;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("embedded PostgreSQL: did not stop cleanly: {}", e.getMessage());
    }
  }
}
