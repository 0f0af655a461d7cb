package dev.kurir.network.xmpp;

import dev.kurir.message.InvalidFieldException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.xmpp.XmppComponent;
import org.apache.camel.spi.annotations.Component;
import org.jivesoftware.smack.ReconnectionManager;

/**
 * Camel's {@code xmpp:} component with the same URIs and options and other consumers and producers:
 * Camel's own deliver to the wrong person, leak headers into stanzas and stay deaf after a server's
 * restart.
 *
 * <p>{@code xmpp:bots} serves all bots; {@code xmpp:host:port/participant?user=…} one account for a
 * route of your own. The first may also be written {@code xmpp:bots:0}, because Camel itself does
 * not put an address together from the parameters that a visual editor writes unless there is a
 * port. None of Camel's own code that talks to a server can be reached; options for rooms, PubSub
 * and making accounts are refused. Made by {@link XmppNetwork} only.
 */
@Component("xmpp")
public final class XmppBotsComponent extends XmppComponent {
  static final String BOTS = "bots";
  private static final List<String> NOT_HERE =
      List.of("room", "roomPassword", "nickname", "pubsub", "doc", "createAccount");
  private static final List<String> NOT_FOR_BOTS =
      List.of("user", "password", "resource", "serviceName", "participant", "caFile");

  private final XmppNetwork network;
  private final Workers workers;
  private final Clock clock;

  XmppBotsComponent(XmppNetwork network, Workers workers, Clock clock) {
    this.network = network;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    for (String name : NOT_HERE) {
      Object value = parameters.get(name);
      if (value != null && !value.toString().equals("false")) {
        throw new InvalidFieldException(
            "xmpp option " + name, "given", "not to be given: chats only");
      }
    }
    if (remaining.equals(BOTS) || remaining.equals(BOTS + ":0")) {
      for (String name : NOT_FOR_BOTS) {
        if (parameters.containsKey(name)) {
          throw new InvalidFieldException(
              "xmpp option " + name, "given", "not with xmpp:bots, whose accounts are registered");
        }
      }
      BotsEndpoint endpoint = new BotsEndpoint(uri, this, network);
      setProperties(endpoint, parameters);
      return endpoint;
    }
    AccountEndpoint endpoint = new AccountEndpoint(uri, this, workers, clock);
    endpoint.read(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ReconnectionManager.setEnabledPerDefault(false); // Camel switches it on; BotLink reconnects
  }
}
