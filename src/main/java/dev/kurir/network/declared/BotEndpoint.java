package dev.kurir.network.declared;

import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of {@code kurir:} that belongs to one bot. */
abstract class BotEndpoint extends DefaultEndpoint {
  private final KurirComponent component;
  private int bot;

  BotEndpoint(String uri, KurirComponent component) {
    super(uri, component);
    this.component = component;
  }

  public int getBot() {
    return bot;
  }

  /** The bot's id: {@code "{{bot}}"}. */
  public void setBot(int bot) {
    this.bot = bot;
  }

  final BotId bot() {
    if (bot < 1) {
      throw new InvalidFieldException(getEndpointBaseUri(), "without bot", "bot: \"{{bot}}\"");
    }
    return new BotId(bot);
  }

  final DeclaredNetworks networks() {
    return component.networks();
  }

  @Override
  public Producer createProducer() throws Exception {
    throw new InvalidFieldException("to", getEndpointBaseUri(), "from: " + getEndpointBaseUri());
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    throw new InvalidFieldException("from", getEndpointBaseUri(), "to: " + getEndpointBaseUri());
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
