package dev.kurir.api;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** How the component's stream is. Always UP: while an XMPP server is away, all else goes on. */
final class XmppCheck extends NoticeCheck {
  private final Supplier<String> status;

  XmppCheck(Supplier<String> status) {
    super("xmpp-component");
    this.status = status;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up().message(status.get());
  }
}
