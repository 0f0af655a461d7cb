package dev.kurir.network.irc;

import dev.kurir.network.BotHealth;
import dev.kurir.network.Linked;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.component.irc.IrcConstants;
import org.apache.camel.component.irc.IrcProducer;
import org.jspecify.annotations.Nullable;

/**
 * Says the body to whom {@code irc.sendTo} names, or in the endpoint's channels. A text is never a
 * command. The exchange ends when the server has taken it, or with a {@code SendFailedException}.
 */
final class IrcChatProducer extends IrcProducer implements Linked {
  private final IrcChatEndpoint irc;
  private @Nullable IrcSession session;
  private @Nullable IrcSpeaker speaker;

  IrcChatProducer(IrcChatEndpoint irc) {
    super(irc);
    this.irc = irc;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    String text = exchange.getMessage().getBody(String.class);
    String to = exchange.getMessage().getHeader(IrcConstants.IRC_SEND_TO, String.class);
    Collection<String> targets = to == null ? irc.rooms().keySet() : List.of(to.strip());
    for (String target : targets) {
      Objects.requireNonNull(speaker, "irc: not started").say(target, text == null ? "" : text);
    }
  }

  @Override
  protected void doStart() {
    IrcSession taken = irc.take();
    session = taken;
    speaker = new IrcSpeaker(taken);
  }

  @Override
  protected void doStop() {
    if (session != null) {
      irc.giveBack(session);
      session = null;
    }
  }

  @Override
  public BotHealth link() {
    IrcSession current = session;
    return current == null ? new BotHealth(false, "stopped") : current.health();
  }
}
