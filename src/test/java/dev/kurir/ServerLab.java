package dev.kurir;

import dev.kurir.cluster.ClusterKey;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.EmbeddedDatabase;
import dev.kurir.testing.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several Kurirs that work together, each a process with an address of its own, 127.0.0.1 and on;
 * one PostgreSQL outlives them all.
 */
final class ServerLab implements AutoCloseable {
  private final Path directory;
  private final EmbeddedDatabase database;
  private final List<Lab> labs = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final List<InetSocketAddress> clientAddresses = new ArrayList<>();
  final Path key;

  ServerLab(Path directory, int servers) throws Exception {
    this.directory = directory;
    this.database = EmbeddedDatabase.start(directory.resolve("postgres"));
    this.key = directory.resolve("cluster.p12");
    ClusterKey.make(key);
    int udp = Ports.free();
    for (int i = 0; i < servers; i++) {
      labs.add(lab(directory, i, udp));
      clientAddresses.add(new InetSocketAddress(host(i), udp));
      processes.add(null);
    }
  }

  private Lab lab(Path directory, int i, int udp) throws IOException {
    Path home = Files.createDirectories(directory.resolve("server-" + i));
    Lab lab =
        new Lab(home.resolve("data"))
            .with("kurir.udp.bind", host(i))
            .with("kurir.udp.port", Integer.toString(udp))
            .with("kurir.database.url", database.active().url())
            .with("kurir.database.username", database.active().username())
            .with("kurir.database.password", database.active().password())
            .with("kurir.secret.key-file", directory.resolve("secret.key").toString())
            .with("kurir.cluster.keystore", key.toString())
            .with("kurir.cluster.bind", host(i))
            .with("kurir.cluster.port", Integer.toString(Ports.free()));
    String first =
        i == 0
            ? lab.settings().get("kurir.cluster.port")
            : labs.get(0).settings().get("kurir.cluster.port");
    lab.with("kurir.cluster.peers", host(0) + ":" + first);
    Lab networks = i == 0 ? lab : labs.get(0);
    lab.with("kurir.telegram.api-url", networks.telegram.apiUrl() + telegramPath(i));
    if (i > 0) {
      lab.with("kurir.line.api-url", labs.get(0).line.apiUrl().toString())
          .with("kurir.line.data-api-url", labs.get(0).line.apiUrl().toString());
    }
    return lab;
  }

  static String host(int i) {
    return "127.0.0." + (i + 1);
  }

  /** How the requests of each server to Telegram begin. */
  static String telegramPath(int i) {
    return "/server-" + i;
  }

  Lab lab(int i) {
    return labs.get(i);
  }

  /** Where clients reach each server, without a wire in between. */
  List<InetSocketAddress> clientAddresses() {
    return clientAddresses;
  }

  /** Starts all; the first one first, because the others know its address only. */
  ServerLab start() throws Exception {
    for (int i = 0; i < labs.size(); i++) {
      start(i);
    }
    return this;
  }

  /** Starts one and waits until it serves. */
  void start(int i) throws Exception {
    processes.set(i, labs.get(i).startProcess());
  }

  /** {@code kill -9}. */
  void kill(int i) throws InterruptedException {
    processes.get(i).destroyForcibly().waitFor();
  }

  /** Stops it without its noticing (SIGSTOP), or lets it go on. */
  void freeze(int i, boolean frozen) throws Exception {
    String signal = frozen ? "-STOP" : "-CONT";
    new ProcessBuilder("kill", signal, Long.toString(processes.get(i).pid())).start().waitFor();
  }

  /** What a server has written to its log since its last start. */
  String log(int i) throws IOException {
    return Files.readString(labs.get(i).log());
  }

  /** The database of all. */
  Connection active() throws SQLException {
    DatabaseAddress address = database.active();
    return DriverManager.getConnection(address.url(), address.username(), address.password());
  }

  /** PostgreSQL, to be killed. */
  Postmaster postgres() throws IOException {
    return new Postmaster(directory.resolve("postgres"), () -> active().close());
  }

  /** Which servers each one shows as active, in its own eyes. */
  boolean allSeeEachOther() {
    return IntStream.range(0, labs.size())
        .allMatch(
            i -> {
              try {
                long active = 0;
                for (var server : labs.get(i).get("/servers").path("items")) {
                  active += server.path("active").booleanValue() ? 1 : 0;
                }
                return active == labs.size();
              } catch (Exception notYet) {
                return false;
              }
            });
  }

  @Override
  public void close() throws Exception {
    for (Process process : processes) {
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
    }
    labs.forEach(Lab::close);
    database.close();
  }
}
