package dev.kurir;

import dev.kurir.network.Network;
import dev.kurir.network.irc.IrcChatComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;

/**
 * The Camel application around the routes: its servers, its files, and the networks' components.
 */
final class Frame {
  private static final int REQUEST_BYTES = 1 << 20;

  private Frame() {}

  /**
   * Not started yet: what the routes name is still to be bound.
   *
   * @param routes the folder with the route files
   */
  static Main of(
      Settings settings, Path routes, Collection<Network> networks, Duration stopPatience) {
    Main camel = new Main();
    Set<Role> roles = Role.of(settings);
    camel.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport main) {
            ((ModelCamelContext) main.getCamelContext())
                .addModelLifecycleStrategy(Role.keeping(roles));
          }
        });
    camel.configure().setJmxEnabled(false); // health and metrics tell what it would
    camel.configure().setShutdownTimeout((int) stopPatience.toSeconds());
    camel.configure().setRoutesIncludePattern("file:" + routes + "/**/*.camel.yaml");
    Properties overrides = settings.forRoutes();
    // Nobody collects spans; the observability services' own file would win over an initial value.
    overrides.setProperty("camel.opentelemetry2.enabled", "false");
    camel.setOverrideProperties(overrides);
    camel.addInitialProperty("camel.main.startupRecorder", "off");
    camel.addInitialProperty("camel.metrics.enableExchangeEventNotifier", "false");
    camel.addInitialProperty("camel.metrics.routePolicyLevel", "route"); // not their sum as well
    camel.addInitialProperty("camel.rest.inlineRoutes", "false"); // so that each can be replaced
    camel.addInitialProperty("camel.server.enabled", "true");
    camel.addInitialProperty("camel.server.port", settings.text("kurir.http.port"));
    camel.addInitialProperty("camel.server.host", settings.text("kurir.http.bind"));
    camel.addInitialProperty("camel.server.maxBodySize", Integer.toString(REQUEST_BYTES));
    camel.addInitialProperty("camel.management.port", settings.text("kurir.management.port"));
    camel.addInitialProperty("camel.management.host", settings.text("kurir.management.bind"));
    VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
    http.setBindHost(settings.text("kurir.http.bind"));
    http.setBindPort(settings.port("kurir.http.port"));
    camel.bind("http-server", http);
    camel.bind("irc", new IrcChatComponent());
    camel.bind("ircs", new IrcChatComponent());
    for (Network network : networks) {
      if (network.component() != null) {
        camel.bind(network.name().value(), network.component());
      }
    }
    return camel;
  }
}
