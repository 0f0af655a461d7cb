package dev.kurir.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The registry of all meters. Camel removes a route's counters and timers when a route is replaced;
 * here they stay and go on counting, until the route is gone for good. Thread-safe.
 */
public final class SteadyMeters extends PrometheusMeterRegistry {
  private static final String ROUTE = "routeId";

  public SteadyMeters() {
    super(PrometheusConfig.DEFAULT);
  }

  @Override
  public @Nullable Meter remove(Meter.Id id) {
    return id.getTag(ROUTE) != null && counts(id) ? null : super.remove(id);
  }

  private static boolean counts(Meter.Id id) {
    return id.getType() == Meter.Type.COUNTER || id.getType() == Meter.Type.TIMER;
  }

  /** Forgets the meters of all other routes. */
  public void keepOnly(Set<String> routes) {
    for (Meter meter : List.copyOf(getMeters())) {
      String route = meter.getId().getTag(ROUTE);
      if (route != null && !route.isEmpty() && !routes.contains(route)) {
        super.remove(meter.getId());
      }
    }
  }
}
