package dev.kurir.api;

import dev.kurir.reload.RouteStatus;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Which version of the route files runs, and what is wrong with those that do not. Always UP: a
 * version that works runs.
 */
final class RoutesCheck extends NoticeCheck {
  private final Supplier<RouteStatus> status;

  RoutesCheck(Supplier<RouteStatus> status) {
    super("route-files");
    this.status = status;
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
