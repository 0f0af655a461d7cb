package dev.kurir.api;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.jspecify.annotations.Nullable;

/** How one bot's connection is: always UP, the message tells. */
final class BotCheck extends NoticeCheck {
  private volatile @Nullable Connection latest;

  BotCheck(int bot) {
    super("bot-" + bot);
  }

  BotCheck with(Connection connection) {
    latest = connection;
    return this;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Connection connection = latest;
    builder.up();
    if (connection != null) {
      builder
          .message(
              "%s %s: %s, %s"
                  .formatted(
                      connection.network(),
                      connection.account(),
                      connection.up() ? "connected" : "NOT CONNECTED",
                      connection.detail()))
          .detail("network", connection.network().value())
          .detail("bot", connection.bot().value())
          .detail("account", connection.account())
          .detail("connected", connection.up())
          .detail("connection", connection.detail());
    }
  }
}
