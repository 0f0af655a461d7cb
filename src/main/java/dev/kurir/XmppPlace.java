package dev.kurir;

import dev.kurir.cluster.Cluster;
import dev.kurir.cluster.Places;
import dev.kurir.component.ComponentSettings;
import dev.kurir.database.Database;
import dev.kurir.gateway.Gateway;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway for XMPP clients, where the settings have a component: of several nodes one serves
 * it, as one serves a bot. Thread-safe.
 */
final class XmppPlace implements Places.Tenant, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(XmppPlace.class);
  private static final String PREFIX = "kurir.xmpp.component.";
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int AGAIN_S = 1;
  private static final int PATIENCE_S = 15;

  /** The number of its place: above all bots, below all people. */
  private static final BotId PLACE = new BotId(999_999_999);

  private final ComponentSettings component;
  private final Gateway.Surroundings around;
  private final Places places;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "xmpp-place");
            made.setDaemon(true);
            return made;
          });
  private volatile boolean gained;
  private volatile @Nullable Gateway gateway;

  private XmppPlace(
      ComponentSettings component, Cluster cluster, Database active, Gateway.Surroundings around) {
    this.component = component;
    this.around = around;
    this.places = Places.open(cluster, () -> active.connectForLocks(ANSWER), this);
  }

  /** Begins, if the settings have a component. */
  static Optional<XmppPlace> open(
      Settings settings, Cluster cluster, Database active, Gateway.Surroundings around) {
    return component(settings)
        .map(
            component -> {
              XmppPlace place = new XmppPlace(component, cluster, active, around);
              place.places.serve(List.of(PLACE));
              return place;
            });
  }

  /**
   * Which component.
   *
   * @throws InvalidFieldException naming the setting
   */
  static Optional<ComponentSettings> component(Settings settings) {
    Optional<String> host = settings.optional(PREFIX + "host");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ComponentSettings.of(
              host.get(),
              settings.port(PREFIX + "port"),
              settings.text(PREFIX + "domain"),
              settings.text(PREFIX + "secret")));
    } catch (InvalidFieldException e) {
      if (e.field().startsWith(PREFIX)) {
        throw e;
      }
      throw new InvalidFieldException(
          PREFIX + e.field(), "not accepted", String.valueOf(e.getMessage()));
    }
  }

  /** How it is, in a line. */
  String status() {
    Gateway now = gateway;
    return now == null
        ? component + ": another node serves it, or will"
        : now.state().phase() + ": " + now.state().detail() + "; " + now.count() + " linked";
  }

  @Override
  public void gained(BotId bot) {
    gained = true;
    later(0);
  }

  private void later(int seconds) {
    try {
      var unused = thread.schedule(this::settle, seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("stopping: {} is not served any more", component);
    }
  }

  @Override
  public CompletionStage<?> lost(BotId bot) {
    gained = false;
    try {
      return CompletableFuture.runAsync(this::settle, thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(true); // it was closed before
    }
  }

  /** Opens or closes the gateway; on one thread. */
  private void settle() {
    Gateway now = gateway;
    if (gained && now == null) {
      try {
        gateway = Gateway.open(around, component);
      } catch (RuntimeException e) {
        LOG.warn("{} is served later: {}", component, e.toString());
        later(AGAIN_S);
      }
    } else if (!gained && now != null) {
      gateway = null;
      now.close();
    }
  }

  @Override
  public void close() {
    gained = false;
    places.close();
    try {
      thread.execute(this::settle);
      thread.shutdown();
      if (!thread.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
        LOG.warn("{} is still being closed", component);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
