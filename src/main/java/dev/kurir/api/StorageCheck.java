package dev.kurir.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether the disk will be full soon. Always UP: there is room still. */
final class StorageCheck extends NoticeCheck {
  private final Supplier<Optional<String>> warning;

  StorageCheck(Supplier<Optional<String>> warning) {
    super("storage");
    this.warning = warning;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<String> now = warning.get();
    builder.up().message(now.map(said -> "WARNING: " + said).orElse("there is room"));
    builder.detail("warning", now.isPresent());
  }
}
