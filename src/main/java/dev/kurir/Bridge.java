package dev.kurir;

import dev.kurir.api.AdminToken;
import dev.kurir.api.Api;
import dev.kurir.api.DatabaseProbe;
import dev.kurir.api.HealthChecks;
import dev.kurir.api.RouteFiles;
import dev.kurir.archive.Archive;
import dev.kurir.archive.Passive;
import dev.kurir.cluster.Cluster;
import dev.kurir.database.Database;
import dev.kurir.database.Days;
import dev.kurir.database.Node;
import dev.kurir.database.NodeSignals;
import dev.kurir.gateway.Gateway;
import dev.kurir.inbox.Inbox;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.inbox.Waking;
import dev.kurir.journal.Journal;
import dev.kurir.mapping.MappingEngine;
import dev.kurir.mapping.Replay;
import dev.kurir.message.Capabilities;
import dev.kurir.message.NetworkName;
import dev.kurir.messenger.Messenger;
import dev.kurir.metrics.Meters;
import dev.kurir.metrics.SteadyMeters;
import dev.kurir.network.Alarms;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.Network;
import dev.kurir.network.declared.DeclaredNetworks;
import dev.kurir.network.udp.UdpNetwork;
import dev.kurir.outbox.DeadLetters;
import dev.kurir.outbox.FlushSettings;
import dev.kurir.outbox.Outbox;
import dev.kurir.outbox.OutboxWriter;
import dev.kurir.owner.BotBookmarks;
import dev.kurir.owner.Bots;
import dev.kurir.owner.Contacts;
import dev.kurir.owner.Owners;
import dev.kurir.owner.Registration;
import dev.kurir.owner.Vault;
import dev.kurir.reload.RouteReload;
import dev.kurir.reload.SteadyDirect;
import dev.kurir.reload.SteadySeda;
import dev.kurir.routes.RouteRules;
import dev.kurir.rule.Hours;
import dev.kurir.rule.RuleRoutes;
import dev.kurir.sequence.MailboxNumbers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Kurir: everything put together, started in its order and stopped in the reverse one.
 * Stopping finishes what is in flight. Thread-safe.
 */
final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
  private static final NetworkName USUAL_MASTER = new NetworkName("line");
  private static final long SEGMENT_BYTES = 64L << 20;
  private static final int CONNECTIONS = 16;
  private static final Duration REOPEN_AFTER = Duration.ofMinutes(1);
  private static final int FIGURES_EVERY_S = 10;
  private static final int LOOK_MS = 400;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final Stops stops = new Stops();
  private final Settings settings;
  private final NetworkSet shipped;
  private final Clock clock;
  private final CompletableFuture<Void> cutOff = new CompletableFuture<>();
  private boolean ready;
  private boolean closed;

  /** Which networks a Kurir serves, made from its settings. */
  @FunctionalInterface
  interface NetworkSet {
    List<Network> networks(Settings settings, Bookmarks bookmarks, Alarms alarms, Clock clock);
  }

  private Bridge(Settings settings, NetworkSet shipped, Clock clock) {
    this.settings = settings;
    this.shipped = shipped;
    this.clock = clock;
  }

  /**
   * Starts Kurir; it serves when this returns.
   *
   * @throws RuntimeException whose message names the setting and what to do
   */
  static Bridge start(Settings settings) throws Exception {
    return start(settings, ShippedNetworks::of);
  }

  /** The same with other networks than the shipped ones. */
  static Bridge start(Settings settings, NetworkSet networks) throws Exception {
    long begun = System.nanoTime();
    Bridge bridge = new Bridge(settings, networks, ShiftedClock.system());
    try {
      bridge.start();
    } catch (Exception | Error e) {
      bridge.close();
      throw e;
    }
    bridge.ready = true;
    LOG.info(
        "ready in {} ms: http {}, management {}",
        (System.nanoTime() - begun) / 1_000_000,
        settings.port("kurir.http.port"),
        settings.port("kurir.management.port"));
    return bridge;
  }

  /** Completes when the other servers can't be reached any more: it must be closed. */
  CompletableFuture<Void> cutOff() {
    return cutOff;
  }

  private void start() throws Exception {
    Preconditions.check(settings);
    stops.push(DirectoryLock.lock(settings.data())::close);
    Databases databases = Databases.open(settings, CONNECTIONS);
    stops.push(databases::close);
    Database active = databases.active();
    DataSource pool = active.pool();
    Node node = Node.join(pool, settings.data());
    Set<Role> roles = Role.of(settings);
    node.serveBots(pool, roles.contains(Role.ACCESS));
    Membership membership = Membership.begin(settings, node, active, clock);
    stops.push(membership::close);
    membership.servers().cutOff().thenRun(() -> cutOff.complete(null));
    Journal journal = Journal.open(settings.data().resolve("journal"), SEGMENT_BYTES, clock);
    stops.push(journal::close);

    Vault vault = Vault.open(settings.keyFile(), () -> Bots.count(pool));
    Bots bots = new Bots(pool, vault);
    StoredAlarms alarms = new StoredAlarms();
    StoredBookmarks bookmarks = new StoredBookmarks(new BotBookmarks(pool));
    ScheduledExecutorService timer = stops.timer("kurir-timer");
    Owners owners = new Owners(pool);
    NetworkDirectory networks =
        new NetworkDirectory(
            owners::username,
            shipped.networks(settings, bookmarks, alarms, clock),
            new Reopening(alarms, REOPEN_AFTER, timer));
    Map<NetworkName, Capabilities> capabilities = new ConcurrentHashMap<>();
    networks.networks().forEach(n -> capabilities.put(n.name(), n.capabilities()));
    Set<NetworkName> served = ConcurrentHashMap.newKeySet(); // declared ones join with a bot
    served.addAll(capabilities.keySet());
    RouteReload reload =
        new RouteReload(
            settings.path("kurir.routes.directory"),
            settings.data().resolve("routes"),
            Build.mark(),
            settings.forRoutes(),
            RouteRules.of(Path.of(System.getProperty("kurir.home", "."))),
            clock);
    DeclaredNetworks declared = new DeclaredNetworks(reload.botRoutes(), clock);

    SteadyMeters registry = new SteadyMeters();
    Meters meters = new Meters(registry);
    BotReport report = networks.report();
    var unused =
        timer.scheduleWithFixedDelay(
            () -> meters.bots(report.figures()), 1, FIGURES_EVERY_S, TimeUnit.SECONDS);
    StorageWatch storage = StorageWatch.begin(settings, clock, meters, timer);
    RuleRoutes rules = new RuleRoutes(meters);
    Signals signals = new Signals();
    Days days = new Days(pool, clock);
    MailboxNumbers numbers = MailboxNumbers.open(active, clock);
    stops.push(numbers::close);
    OutboxWriter writer = new OutboxWriter(days, numbers, clock);
    OtherNodes others = new OtherNodes();
    Cluster cluster = membership.cluster();
    Placement placement = new Placement(cluster, active, networks, bots::living, others::bots);
    Outbox outbox =
        new Outbox(
            new Outbox.Surroundings(
                pool,
                Placement.outbox(cluster, active),
                writer,
                capabilities,
                networks,
                USUAL_MASTER,
                new FlushSettings(settings.duration("kurir.delivery.give-up-after")),
                clock,
                System::nanoTime,
                meters,
                signals::outbox,
                others));
    alarms.begin(outbox.alarms());
    MessagingPlatform platform =
        MessagingPlatform.open(pool, vault, cluster, settings, timer, clock);
    stops.push(platform::close);
    DeadLetters deadLetters = new DeadLetters(pool, writer, outbox::appended);
    MappingEngine mapping =
        MappingEngine.open(
            new MappingEngine.Surroundings(
                pool,
                writer,
                deadLetters,
                capabilities,
                USUAL_MASTER,
                networks::displayName,
                rules,
                meters,
                message -> {
                  outbox.appended(message);
                  platform.appended(message);
                },
                outbox::paired,
                outbox::heard,
                outbox::isSlow),
            node);
    NodeSignals told =
        NodeSignals.open(
            active,
            node,
            news -> OtherNodes.hear(news, outbox, signals.stored(mapping), placement::lookSoon));
    stops.push(told::close);
    others.begin(told);
    Inbox inbox =
        new Inbox(
            journal,
            pool,
            node,
            days,
            clock,
            settings.duration("kurir.journal.keep"),
            meters,
            (messages, complete) -> {
              if (!roles.contains(Role.MAPPING)) {
                messages.forEach(message -> others.stored(message.network(), message.lane()));
                return;
              }
              mapping.arrived(messages, complete);
              Collection<NetworkName> waking =
                  complete
                      ? messages.stream().map(InboxMessage::network).distinct().toList()
                      : served;
              waking.forEach(signals::inbox);
            });
    Predicate<NetworkName> patient = n -> cluster.isAlone() && mapping.isPatient(n);
    journal.letLinger(patient);
    journal.onCommit(new Waking(signals::journal, patient)::committed);
    Passive passive = databases.passive();
    stops.push(passive::close);
    Archives archives = Archives.of(settings, active, passive, journal, inbox, node, clock);
    stops.push(archives.archive()::close);
    meters.archived(archives.archive(), Archive::moved);
    if (!cluster.isAlone()) {
      inbox.workAmongOthers();
    }

    Main camel = Frame.of(settings, reload.choose(), networks.networks(), STOP_PATIENCE);
    new Api(
            AdminToken.open(
                settings.data().resolve("admin.token"), System.getenv("KURIR_ADMIN_TOKEN")),
            owners,
            bots,
            new Contacts(pool),
            new Registration(owners, bots, networks),
            deadLetters::redrive,
            reload::folder,
            membership.servers())
        .beans(
            archives.history(),
            archives.archive(),
            archives.search(),
            archives.restoration(),
            archives.erasure(),
            archives.rebuilding())
        .forEach(camel::bind);
    camel.bind(
        "routeFiles", new RouteFiles(reload, new Replay(pool, capabilities, USUAL_MASTER), clock));
    Gateway.Surroundings forXmpp = null;
    for (Network network : networks.networks()) {
      if (network instanceof UdpNetwork udp) {
        Messenger messenger =
            MessengerDesk.open(
                udp,
                pool,
                membership,
                roles.contains(Role.MESSENGER) ? udp::accept : inbox::accept,
                settings,
                platform,
                user -> outbox.due(udp.name(), user),
                clock);
        stops.push(messenger::close);
        placement.relay().go(MessengerDesk.places(messenger, node));
        meters.sessions(messenger, Messenger::connected);
        camel.bind("messenger", udp.server());
        platform.beans(messenger).forEach(camel::bind);
        forXmpp = platform.forXmpp(messenger);
      }
    }
    camel.bind("metricsRegistry", registry);
    camel.bind("direct", new SteadyDirect());
    camel.bind("seda", new SteadySeda());
    camel.bind("active", pool);
    camel.bind("inbox", inbox);
    camel.bind("archive", archives.archive());
    camel.bind("erasure", archives.erasure());
    camel.bind("mapping", mapping);
    camel.bind("outbox", outbox);
    camel.bind("relay", placement.relay());
    camel.bind("deliveries", new Deliveries(outbox, rules, networks::ownerOf));
    camel.bind("rule", rules.component());
    camel.bind("hours", new Hours(clock));
    camel.bind("kurir", declared.component());
    camel.bind("declaredNetworks", declared);
    camel.bind("failures", new Failures(clock));
    camel.bind("safetyNet", new SafetyNet(served, mapping, outbox, signals));
    stops.push(camel::stop);
    stops.push(placement::close);
    stops.push(networks::closeAll);
    try {
      camel.start();
    } catch (Exception e) {
      throw BrokenRoutesException.of(settings.path("kurir.routes.directory"), e);
    }
    for (Network network : networks.networks()) {
      OwnComponents.require(camel.getCamelContext(), network);
    }
    Api.explainRefusals(camel.getCamelContext(), settings.port("kurir.http.port"));
    if (roles.contains(Role.COMMUNITY)) {
      platform.install(Api.router(camel.getCamelContext(), settings.port("kurir.http.port")));
    }
    HealthChecks health =
        new HealthChecks(
            camel.getCamelContext(),
            new DatabaseProbe(pool),
            () -> Optional.ofNullable(journal.fault()),
            reload::status,
            storage::warning,
            report::connections);
    if (forXmpp != null && roles.contains(Role.ACCESS)) {
      XmppPlace.open(settings, cluster, active, forXmpp)
          .ifPresent(
              place -> {
                stops.push(place::close);
                health.withXmpp(place::status);
              });
    }
    health.register();
    signals.begin(camel.getCamelContext());
    stops.push(
        () -> {
          outbox.stop(STOP_PATIENCE);
          signals.end();
        });
    placement.begin(new OutboundRoutes(camel.getCamelContext()), outbox);
    reload.begin(
        camel.getCamelContext(),
        new JoiningNetworks(
            declared,
            networks,
            capabilities,
            served,
            days,
            mapping,
            outbox,
            bots,
            reload.botRoutes()));
    var looking =
        stops
            .timer("kurir-routes")
            .scheduleWithFixedDelay(reload::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    signals.everything(served);
  }

  /** Stops in the reverse order of the start; what fails is logged and does not hinder the rest. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stops.close();
    if (ready) {
      LOG.info("stopped");
    }
  }
}
