package dev.kurir.api;

import org.apache.camel.impl.health.AbstractHealthCheck;

/** A check that is always UP and says something; it decides neither readiness nor liveness. */
abstract class NoticeCheck extends AbstractHealthCheck {
  NoticeCheck(String id) {
    super("kurir", id);
  }

  @Override
  public final boolean isReadiness() {
    return false;
  }

  @Override
  public final boolean isLiveness() {
    return false;
  }
}
