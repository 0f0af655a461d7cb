package dev.kurir.network.irc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.component.irc.IrcChannel;
import org.apache.camel.component.irc.IrcConfiguration;
import org.apache.camel.component.irc.IrcConsumer;
import org.apache.camel.component.irc.IrcEndpoint;
import org.apache.camel.component.irc.IrcProducer;

/**
 * {@code irc:host:port}. Of Camel's options these have no meaning: {@code onNick}, {@code onJoin}
 * and so on, as only messages are heard; {@code commandTimeout}, as nothing has to be guessed;
 * {@code trustManager}, as certificates are checked; {@code persistent}, {@code colors} and {@code
 * namesOnJoin}.
 */
final class IrcChatEndpoint extends IrcEndpoint {
  private final IrcChatComponent component;

  IrcChatEndpoint(String uri, IrcChatComponent component, IrcConfiguration configuration) {
    super(uri, component, configuration);
    this.component = component;
  }

  @Override
  public IrcProducer createProducer() {
    return new IrcChatProducer(this);
  }

  @Override
  public IrcConsumer createConsumer(Processor processor) throws Exception {
    IrcChatConsumer consumer = new IrcChatConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** The session of this endpoint's login, to be given back by {@link #giveBack}. */
  IrcSession take() {
    IrcSession session = component.take(login());
    session.begin(rooms());
    return session;
  }

  void giveBack(IrcSession session) {
    component.giveBack(session.login());
  }

  private IrcLogin login() {
    return IrcLogin.of(getConfiguration(), getCamelContext());
  }

  Map<String, String> rooms() {
    Map<String, String> rooms = new LinkedHashMap<>();
    for (IrcChannel channel : getConfiguration().getChannelList()) {
      if (channel.getName().length() > 1) { // Camel makes "#" of nothing
        String key = channel.getKey() == null ? "" : channel.getKey();
        rooms.put(IrcText.cleaned(channel.getName()), IrcText.cleaned(key));
      }
    }
    return rooms;
  }
}
