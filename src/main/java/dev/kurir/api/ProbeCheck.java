package dev.kurir.api;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** UP as long as the probe finds nothing wrong. */
final class ProbeCheck extends AbstractHealthCheck {
  private final HealthChecks.Probe probe;
  private final boolean decidesReadiness;

  ProbeCheck(String id, HealthChecks.Probe probe, boolean decidesReadiness) {
    super("kurir", id);
    this.probe = probe;
    this.decidesReadiness = decidesReadiness;
  }

  @Override
  public boolean isReadiness() {
    return decidesReadiness;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<String> failure = probe.failure();
    if (failure.isPresent()) {
      builder.down().message(failure.get());
    } else {
      builder.up();
    }
  }
}
