package dev.kurir.reload;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.seda.SedaConsumer;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a single route ends: first nothing more comes in, then what is in it finishes; what waits in
 * its {@code seda:} queue stays there for the next one. Camel's own way leaves the entrance open
 * until it happens to see the route empty, which under load it never does, and then interrupts.
 *
 * <p>A whole context ends as Camel does it. Thread-safe.
 */
final class Drain extends DefaultShutdownStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  /** More than a {@code direct:} waits for its consumer and a network for its answer. */
  static final Duration PATIENCE = Duration.ofSeconds(50);

  /** A request to the API may be the one that asks for the change. */
  private static final Duration API_PATIENCE = Duration.ofSeconds(1);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "kurir-drain");
            thread.setDaemon(true);
            return thread;
          });

  Drain(CamelContext context) {
    super(context);
  }

  /** How long a route may take to finish. */
  static Duration patience(@Nullable Route route) {
    boolean api =
        route != null
            && ("api".equals(route.getGroup())
                || route.getEndpoint().getEndpointUri().startsWith("rest"));
    return api ? API_PATIENCE : PATIENCE;
  }

  @Override
  public boolean shutdown(
      CamelContext context,
      RouteStartupOrder order,
      long timeout,
      TimeUnit unit,
      boolean abortAfterTimeout)
      throws Exception {
    Route route = order.getRoute();
    Duration patience = patience(route);
    long deadline = System.nanoTime() + patience.toNanos();
    Consumer consumer = route.getConsumer();
    boolean quiet = close(consumer, patience);
    while (context.getInflightRepository().size(route.getRouteId()) > 0) {
      if (System.nanoTime() > deadline) {
        quiet = false;
        break;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    ServiceHelper.stopService(consumer); // and with it the steps
    if (!quiet) {
      LOG.warn(
          "route {}: still carried something after {} s", route.getRouteId(), patience.toSeconds());
    }
    return true;
  }

  /** Closes the entrance. The consumers of Kurir's own wait for those inside before they end. */
  private boolean close(Consumer consumer, Duration patience) throws Exception {
    if (consumer instanceof SedaConsumer seda) {
      return leave(seda, patience);
    }
    if (consumer instanceof Suspendable && !(consumer instanceof DirectConsumer)) {
      ServiceHelper.suspendService(consumer);
    } else {
      ServiceHelper.stopService(consumer);
    }
    return true;
  }

  /** Its threads finish what each has taken from the queue, and take no more. */
  private boolean leave(SedaConsumer consumer, Duration patience) throws Exception {
    Future<?> left = threads.submit(() -> consumer.prepareShutdown(false, true));
    try {
      left.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a seda: consumer does not end", e);
    }
  }

  @Override
  protected void doShutdown() throws Exception {
    threads.shutdownNow();
    super.doShutdown();
  }
}
