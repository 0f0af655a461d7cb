package dev.kurir.api;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.kurir.reload.RouteStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

/**
 * What {@code /observe/health} says about Kurir itself, in kinds of consequence:
 *
 * <ul>
 *   <li>{@code journal} decides readiness: without it nothing can be accepted, so that nobody
 *       should send anything here.
 *   <li>{@code database} makes the whole health DOWN but not the readiness: messages are still
 *       accepted, and taking webhooks away would lose what the journal keeps.
 *   <li>{@code route-files} is always UP and says in its message which edits are refused.
 *   <li>{@code storage} is always UP and says in its message when the disk will soon be full.
 *   <li>{@code xmpp-component} is always UP and says in its message how the stream is; it is there
 *       where the settings have a component.
 *   <li>{@code bot-<id>} is always UP and says in its message how the connection is: a revoked
 *       token or a network's downtime is no reason to restart a process that serves other bots.
 * </ul>
 *
 * <p>None decides liveness: a restart mends none of them. Thread-safe.
 */
public final class HealthChecks implements HealthCheckRepository, CamelContextAware {
  private final HealthCheck database;
  private final HealthCheck journal;
  private final HealthCheck routes;
  private final HealthCheck storage;
  private final Supplier<List<Connection>> connections;
  private final List<HealthCheck> others = new CopyOnWriteArrayList<>();
  private final Map<Integer, BotCheck> bots = new ConcurrentHashMap<>();
  private boolean enabled = true;
  private CamelContext context;

  /** Says what is wrong with something that must work. */
  @FunctionalInterface
  public interface Probe {
    /** One line for operators, without secrets; empty: it works. */
    Optional<String> failure();
  }

  /**
   * @param routes which route files run
   * @param storage warns before the disk is full
   * @param connections how every bot's connection is
   */
  public HealthChecks(
      CamelContext context,
      Probe database,
      Probe journal,
      Supplier<RouteStatus> routes,
      Supplier<Optional<String>> storage,
      Supplier<List<Connection>> connections) {
    this.context = context;
    this.database = new ProbeCheck("database", database, false);
    this.journal = new ProbeCheck("journal", journal, true);
    this.routes = new RoutesCheck(routes);
    this.storage = new StorageCheck(storage);
    this.connections = connections;
  }

  /** Tells as well how the component of an XMPP server is. */
  @CanIgnoreReturnValue
  public HealthChecks withXmpp(Supplier<String> status) {
    others.add(new XmppCheck(status));
    return this;
  }

  /** Makes the checks part of the context's health. */
  public void register() {
    HealthCheckRegistry registry = HealthCheckRegistry.get(context);
    if (registry == null) {
      throw new IllegalStateException("health: no registry (expected: camel-health)");
    }
    registry.register(this);
  }

  @Override
  public Stream<HealthCheck> stream() {
    if (!enabled) {
      return Stream.empty();
    }
    List<Connection> now = connections.get();
    bots.keySet().retainAll(now.stream().map(c -> c.bot().value()).toList());
    Stream<HealthCheck> checks = Stream.of(database, journal, routes, storage);
    return Stream.concat(Stream.concat(checks, others.stream()), now.stream().map(this::check))
        .peek(check -> CamelContextAware.trySetCamelContext(check, context));
  }

  private HealthCheck check(Connection connection) {
    return bots.computeIfAbsent(connection.bot().value(), BotCheck::new).with(connection);
  }

  @Override
  public String getId() {
    return "kurir";
  }

  @Override
  public boolean isEnabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }
}
