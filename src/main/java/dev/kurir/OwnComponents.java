package dev.kurir;

import dev.kurir.network.Network;
import org.apache.camel.CamelContext;

/**
 * Refuses to run on Camel's own components where Kurir has its own: those lose, mix up and
 * misdeliver messages.
 */
final class OwnComponents {
  private OwnComponents() {}

  static void require(CamelContext context, Network network) {
    Object own = network.component();
    if (own == null) {
      return;
    }
    Object found = context.getComponent(network.name().value());
    if (found != own) {
      throw new IllegalStateException(
          network.name()
              + ": resolves to "
              + found.getClass().getName()
              + " (expected: "
              + own.getClass().getName()
              + "; Kurir does not run on Camel's)");
    }
  }
}
