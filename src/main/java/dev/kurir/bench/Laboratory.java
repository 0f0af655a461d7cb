package dev.kurir.bench;

import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a mode measures: a server, databases on it, and Kurirs that use them. What was made is gone
 * when it is closed. One thread.
 */
final class Laboratory implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(15);
  private static final int WARM_RUNS = 2;
  private static final List<String> SINK_ROUTES =
      List.of(
          "sink-inbound",
          "sink-outbound",
          "sink-to-master",
          "outbox-flush-sink",
          "outbox-deliver-sink");

  private final Plan plan;
  private final Server server;
  private final Deque<KurirProcess> running = new ArrayDeque<>();
  private int started;

  /**
   * A Kurir and the database that it has for itself.
   *
   * @param url where its HTTP port is
   */
  record Specimen(
      KurirProcess kurir,
      DatabaseAddress database,
      URI url,
      Population.Administration administration) {}

  Laboratory(Plan plan, @Nullable DatabaseAddress configured) {
    this.plan = plan;
    this.server = Server.open(configured, plan.directory());
  }

  Plan plan() {
    return plan;
  }

  Server server() {
    return server;
  }

  /**
   * Starts a Kurir with a fresh database.
   *
   * @param sinks the sink networks that it serves beside the shipped ones
   */
  Specimen start(String... sinks) throws IOException, SQLException {
    return start(new Past(0, plan), Map.of(), sinks);
  }

  /** The same with settings of its own; networks reach it at its address. */
  Specimen start(Map<String, String> settings, String... sinks) throws IOException, SQLException {
    return start(new Past(0, plan), settings, sinks);
  }

  /**
   * The same with a database that holds the finished messages of a past.
   *
   * @param past for which the first sink is {@link Sink#NAME}
   */
  Specimen start(Past past, String... sinks) throws IOException, SQLException {
    return start(past, Map.of(), sinks);
  }

  private Specimen start(Past past, Map<String, String> own, String... sinks)
      throws IOException, SQLException {
    plan.told().accept("starting a Kurir with a database of its own");
    return start(server.create(), past, own, sinks);
  }

  /** The same with a database that was made before and may be filled. */
  Specimen start(DatabaseAddress database, Past past, Map<String, String> own, String... sinks)
      throws IOException, SQLException {
    try (Database migrated = Database.open("bench", database, "sql/active", 2, WAIT);
        Connection connection = migrated.pool().getConnection();
        PreparedStatement add = connection.prepareStatement(Sql.named("database/add-network"))) {
      for (String sink : sinks) {
        add.setString(1, sink);
        add.execute();
      }
      if (past.messages() > 0) {
        past.fill(connection);
      }
    }
    if (past.messages() > 0) {
      server.execute("bench/vacuum-analyze", database);
    }
    Path directory = plan.directory().resolve("kurir-" + ++started);
    URI url = URI.create("http://127.0.0.1:" + freePort());
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("kurir.routes.directory", routes(directory.resolve("routes"), sinks).toString());
    settings.put("kurir.http.port", Integer.toString(url.getPort()));
    settings.put("kurir.management.port", Integer.toString(freePort()));
    settings.put("kurir.udp.port", Integer.toString(freePort()));
    settings.put("kurir.udp.bind", "127.0.0.1");
    if (!own.isEmpty()) {
      settings.put("kurir.http.public-url", url.toString());
    }
    settings.putAll(own);
    List<String> command = new ArrayList<>(plan.java());
    command.addAll(List.of("bench", "serve"));
    command.add("--owners=" + plan.owners());
    command.add("--partners=" + plan.partners());
    command.addAll(List.of(sinks));
    KurirProcess kurir = KurirProcess.start(command, settings, database, directory);
    running.push(kurir);
    String token = Files.readString(directory.resolve("data/admin.token")).strip();
    return new Specimen(kurir, database, url, new Population.Administration(url, token));
  }

  /** Runs what is measured once unmeasured, so that both processes have compiled it. */
  void warm(Specimen specimen, PlainPipeline plain) throws Exception {
    plain.batched(plan.messages());
    warm(specimen);
  }

  /** Runs Kurir unmeasured, until most of what it does often is compiled. */
  void warm(Specimen specimen) throws IOException {
    plan.told().accept("warming up");
    for (int i = 0; i < WARM_RUNS; i++) {
      Sink.flood(specimen, plan.messages(), Sink.STEADY);
    }
  }

  /** An alternation as the plan wants it, each measurement after a checkpoint. */
  Alternation alternation() {
    return new Alternation(plan.pairs(), server::checkpoint, plan.told());
  }

  /** The shipped routes, and a sink's for each name. */
  private Path routes(Path directory, String... sinks) throws IOException {
    try (Stream<Path> files = Files.walk(plan.routes())) {
      for (Path file : files.toList()) {
        Path copy = directory.resolve(plan.routes().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    for (String sink : sinks) {
      for (String route : SINK_ROUTES) {
        String resource = "routes/" + route + ".camel.yaml";
        try (InputStream in = Laboratory.class.getResourceAsStream(resource)) {
          if (in == null) {
            throw new IOException(resource + ": missing (expected: a resource of the bench)");
          }
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          Files.writeString(
              directory.resolve(route.replace("sink", sink) + ".camel.yaml"),
              text.replace("sink", sink));
        }
      }
    }
    return directory;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Stops a Kurir and drops its database. */
  void stop(Specimen specimen) throws SQLException {
    running.remove(specimen.kurir());
    specimen.kurir().close();
    server.drop(specimen.database());
  }

  @Override
  public void close() throws SQLException {
    while (!running.isEmpty()) {
      running.pop().close();
    }
    server.close();
  }
}
