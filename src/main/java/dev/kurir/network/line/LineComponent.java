package dev.kurir.network.line;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code line:}. {@code line:webhook} consumes what LINE's webhooks bring, for
 * all bots; {@code line:messages} sends a dispatch by the bot that it names. Made by {@link
 * LineNetwork} only.
 */
@Component("line")
public final class LineComponent extends DefaultComponent {
  private final LineBots bots;
  private final LineReplyTokens replyTokens;
  private final LineSending sending;
  private final Clock clock;

  LineComponent(LineBots bots, LineReplyTokens replyTokens, LineSending sending, Clock clock) {
    this.bots = bots;
    this.replyTokens = replyTokens;
    this.sending = sending;
    this.clock = clock;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    LineEndpoint endpoint = new LineEndpoint(uri, this, LineEndpoint.Flow.of(remaining));
    setProperties(endpoint, parameters);
    return endpoint;
  }

  LineBots bots() {
    return bots;
  }

  LineReplyTokens replyTokens() {
    return replyTokens;
  }

  LineSending sending() {
    return sending;
  }

  Clock clock() {
    return clock;
  }
}
