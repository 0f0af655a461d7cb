package dev.kurir.network.irc;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.irc.IrcComponent;
import org.apache.camel.component.irc.IrcConfiguration;
import org.apache.camel.component.irc.IrcEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code irc:} with a consumer and a producer of ours, because Camel's consumer stays deaf
 * after a lost connection, and its producer sends texts as commands and doesn't know what arrived.
 * To be bound under {@code irc} and {@code ircs}.
 *
 * <p>All endpoints with the same login share one connection. It outlives its last user by some
 * seconds, so that a route can be replaced without leaving the channels. Thread-safe.
 */
@Component("irc")
public final class IrcChatComponent extends IrcComponent {
  private static final int LINGER_S = 3;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(LINGER_S, TimeUnit.SECONDS);

  private final Map<IrcLogin, Shared> sessions = new HashMap<>();

  /** A session and how many use it. */
  private static final class Shared {
    final IrcSession session;
    int users;

    Shared(IrcSession session) {
      this.session = session;
    }
  }

  @Override
  public IrcEndpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    IrcConfiguration configuration = new IrcConfiguration();
    configuration.configure(uri);
    IrcEndpoint endpoint = new IrcChatEndpoint(uri, this, configuration);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** The session of a login; each must be given back. */
  synchronized IrcSession take(IrcLogin login) {
    Shared shared = sessions.computeIfAbsent(login, l -> new Shared(new IrcSession(l)));
    shared.users++;
    return shared.session;
  }

  synchronized void giveBack(IrcLogin login) {
    Shared shared = sessions.get(login);
    if (shared != null) {
      shared.users--;
      LATER.execute(() -> closeUnused(login));
    }
  }

  private synchronized void closeUnused(IrcLogin login) {
    Shared shared = sessions.get(login);
    if (shared != null && shared.users == 0) {
      sessions.remove(login);
      shared.session.close();
    }
  }

  @Override
  protected void doStop() throws Exception {
    synchronized (this) {
      sessions.values().forEach(shared -> shared.session.close());
      sessions.clear();
    }
    super.doStop();
  }
}
