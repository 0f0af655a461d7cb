package dev.kurir.network.declared;

import dev.kurir.message.InvalidFieldException;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code kurir:}, by which the routes of declared networks speak with Kurir:
 * {@code to: kurir:inbox} takes in what somebody wrote, {@code from: kurir:outbox} hands out what
 * is to be sent, {@code from: kurir:webhook} receives HTTP requests. Each names its bot.
 */
@Component("kurir")
public final class KurirComponent extends DefaultComponent {
  private final DeclaredNetworks networks;

  KurirComponent(DeclaredNetworks networks) {
    this.networks = networks;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Endpoint endpoint =
        switch (remaining) {
          case "inbox" -> new InboxEndpoint(uri, this);
          case "outbox" -> new OutboxEndpoint(uri, this);
          case "webhook" -> new WebhookEndpoint(uri, this);
          default ->
              throw new InvalidFieldException(
                  "kurir:" + remaining, "unknown", "kurir:inbox, kurir:outbox or kurir:webhook");
        };
    setProperties(endpoint, parameters);
    return endpoint;
  }

  DeclaredNetworks networks() {
    return networks;
  }
}
