package dev.kurir.api;

import dev.kurir.archive.Archive;
import dev.kurir.archive.ArchiveSettings;
import dev.kurir.archive.Departed;
import dev.kurir.archive.Erasure;
import dev.kurir.archive.History;
import dev.kurir.archive.Passive;
import dev.kurir.archive.Restoration;
import dev.kurir.archive.Search;
import dev.kurir.cluster.Servers;
import dev.kurir.database.DatabaseException;
import dev.kurir.database.Days;
import dev.kurir.database.Node;
import dev.kurir.inbox.Inbox;
import dev.kurir.inbox.Rebuilding;
import dev.kurir.journal.Journal;
import dev.kurir.mapping.Replay;
import dev.kurir.message.NetworkName;
import dev.kurir.metrics.Meters;
import dev.kurir.owner.Bots;
import dev.kurir.owner.Contacts;
import dev.kurir.owner.Owners;
import dev.kurir.owner.Registration;
import dev.kurir.owner.TestDatabase;
import dev.kurir.owner.TestNetworks;
import dev.kurir.owner.Vault;
import dev.kurir.reload.RouteReload;
import dev.kurir.reload.RouteStatus;
import dev.kurir.routes.RouteRules;
import dev.kurir.testing.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.Main;

/**
 * The administration as shipped (its routes, a real PostgreSQL, real HTTP on loopback), with the
 * networks of {@link TestNetworks}. Redriving accepts the ids that a test names.
 */
public final class RunningApi implements AutoCloseable {
  /** Written to the data directory on the first start. */
  public final Path tokenFile;

  public final TestNetworks networks = new TestNetworks();
  public final List<Connection> connections = new ArrayList<>();
  public final Redriver redriver = new Redriver();
  public volatile Optional<String> journalFailure = Optional.empty();

  private final Main main;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();

  private RunningApi(TestDatabase database, Path data) throws Exception {
    tokenFile = data.resolve("admin.token");
    Owners owners = new Owners(database.pool());
    Bots bots =
        new Bots(
            database.pool(),
            Vault.open(data.resolve("secret.key"), () -> Bots.count(database.pool())));
    Registration registration = new Registration(owners, bots, networks);
    main = new Main();
    main.configure()
        .withRoutesIncludePattern(
            "file:routes/api/*.camel.yaml,file:routes/policies/api-failure.camel.yaml")
        .withRoutesExcludePattern("**/community*.camel.yaml");
    main.addInitialProperty("camel.server.enabled", "true");
    main.addInitialProperty("camel.server.host", "127.0.0.1");
    main.addInitialProperty("camel.server.port", Integer.toString(port));
    main.addInitialProperty("camel.server.maxBodySize", Integer.toString(1024 * 1024));
    main.addInitialProperty("camel.management.host", "127.0.0.1");
    main.addInitialProperty("camel.management.port", Integer.toString(managementPort));
    VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
    http.setBindHost("127.0.0.1");
    http.setBindPort(port);
    main.bind("http", http);
    main.bind("active", database.pool());
    main.init();
    Passive passive =
        new Passive(
            () -> {
              throw new DatabaseException("nothing was ever moved", null);
            });
    History history = new History(database.pool(), passive);
    Journal journal = Journal.open(data.resolve("journal"), 1 << 20, Clock.systemUTC());
    ArchiveSettings archiving =
        new ArchiveSettings(Duration.ofDays(30), Map.of(), Optional.empty());
    new Api(
            AdminToken.open(tokenFile, null),
            owners,
            bots,
            new Contacts(database.pool()),
            registration,
            redriver,
            () -> Path.of("routes"),
            Servers.alone(
                new Node(1), new Servers.Self("127.0.0.1:4999", "", "", 100), Clock.systemUTC()))
        .beans(
            history,
            new Archive(database.database(), passive, archiving, () -> 0, Clock.systemUTC()),
            new Search(database.pool(), passive, history),
            new Restoration(database.database(), passive, Clock.systemUTC()),
            new Erasure(database.database(), passive, journal, new Node(1)),
            new Rebuilding(
                new Inbox(
                    journal,
                    database.pool(),
                    new Node(1),
                    new Days(database.pool(), Clock.systemUTC()),
                    Clock.systemUTC(),
                    Duration.ofDays(1),
                    new Meters(new SimpleMeterRegistry()),
                    (messages, complete) -> {}),
                journal.reader(),
                new Departed(database.pool(), passive)))
        .forEach(main::bind);
    main.bind(
        "routeFiles",
        new RouteFiles(
            new RouteReload(
                Path.of("routes"),
                data.resolve("routes"),
                "test",
                new Properties(),
                RouteRules.of(Path.of(".")),
                Clock.systemUTC()),
            new Replay(database.pool(), Map.of(), new NetworkName("line")),
            Clock.systemUTC()));
    new HealthChecks(
            main.getCamelContext(),
            new DatabaseProbe(database.pool()),
            () -> journalFailure,
            () -> new RouteStatus(1, Instant.EPOCH, List.of(1), List.of(), null),
            Optional::empty,
            () -> connections)
        .register();
    main.start();
    Api.explainRefusals(main.getCamelContext(), port);
  }

  /** Starts it. */
  public static RunningApi start(TestDatabase database, Path data) {
    try {
      return new RunningApi(database, data);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where its health is. */
  public URI management() {
    return URI.create("http://127.0.0.1:" + managementPort);
  }

  /** The Camel context. */
  public org.apache.camel.CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
  }
}
