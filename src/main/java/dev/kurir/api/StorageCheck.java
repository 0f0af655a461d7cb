package dev.kurir.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the disk will be full soon. Always UP: there is room still. */
final class StorageCheck extends AbstractHealthCheck {
  private final Supplier<Optional<String>> warning;

  StorageCheck(Supplier<Optional<String>> warning) {
    super("kurir", "storage");
    this.warning = warning;
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
    Optional<String> now = warning.get();
    builder.up().message(now.map(said -> "WARNING: " + said).orElse("there is room"));
    builder.detail("warning", now.isPresent());
  }
}
