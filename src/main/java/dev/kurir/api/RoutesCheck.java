package dev.kurir.api;

import dev.kurir.reload.RouteStatus;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Which version of the route files runs, and what is wrong with those that do not. Always UP: a
 * version that works runs.
 */
final class RoutesCheck extends AbstractHealthCheck {
  private final Supplier<RouteStatus> status;

  RoutesCheck(Supplier<RouteStatus> status) {
    super("kurir", "route-files");
    this.status = status;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    RouteStatus now = status.get();
    builder
        .up()
        .message(
            now.refused().isEmpty()
                ? "version " + now.version() + " runs"
                : "version "
                    + now.version()
                    + " runs; REFUSED: "
                    + String.join("; ", now.refused()))
        .detail("version", now.version())
        .detail("refused", now.refused());
  }
}
