package dev.kurir.network.declared;

import dev.kurir.message.Arrival;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code to: kurir:inbox}: what somebody wrote to a bot is in the journal when this step has ended.
 * Where it fails the exchange fails, and the route must not acknowledge the message.
 */
@UriEndpoint(scheme = "kurir", syntax = "kurir:inbox", title = "Kurir's inbox", producerOnly = true)
final class InboxEndpoint extends BotEndpoint {
  static final String ACCEPT = "direct:inbox-accept";

  InboxEndpoint(String uri, KurirComponent component) {
    super(uri, component);
  }

  @Override
  public Producer createProducer() {
    return new InboxProducer(this);
  }

  private static final class InboxProducer extends DefaultProducer {
    private final InboxEndpoint inbox;
    private final ProducerTemplate template;

    InboxProducer(InboxEndpoint inbox) {
      super(inbox);
      this.inbox = inbox;
      this.template = inbox.getCamelContext().createProducerTemplate();
    }

    @Override
    public void process(Exchange exchange) {
      DeclaredNetworks networks = inbox.networks();
      DeclaredNetwork network = networks.network(inbox.bot());
      if (!network.holds(inbox.bot())) {
        throw new IllegalStateException(
            "bot " + inbox.bot() + ": perhaps another node serves it now, which gets the message");
      }
      List<Arrival> arrivals =
          Reception.arrivals(exchange, network.name(), inbox.bot(), Instant.now(networks.clock()));
      if (arrivals.isEmpty()) {
        return;
      }
      Exchange taken = template.send(ACCEPT, accepted -> accepted.getMessage().setBody(arrivals));
      if (taken.getException() != null) {
        exchange.setException(taken.getException());
      }
    }

    @Override
    protected void doStop() throws Exception {
      template.stop();
      super.doStop();
    }
  }
}
