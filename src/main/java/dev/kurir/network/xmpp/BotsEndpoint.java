package dev.kurir.network.xmpp;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.xmpp.XmppEndpoint;

/** {@code xmpp:bots}: the one way in and out of all XMPP bots. */
final class BotsEndpoint extends XmppEndpoint {
  private final XmppNetwork network;

  BotsEndpoint(String uri, XmppBotsComponent component, XmppNetwork network) {
    super(uri, component);
    this.network = network;
    setHost(XmppBotsComponent.BOTS);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    ArrivalConsumer consumer = new ArrivalConsumer(this, processor, network);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    return new DispatchProducer(this, network);
  }
}
