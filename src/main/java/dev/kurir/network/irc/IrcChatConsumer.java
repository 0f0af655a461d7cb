package dev.kurir.network.irc;

import dev.kurir.message.InvalidFieldException;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Linked;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.irc.IrcConstants;
import org.apache.camel.component.irc.IrcConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said to a login, one exchange a message, in order. IRC delivers nothing twice, so a
 * message whose exchange fails is tried again until it is taken, and the later ones wait.
 *
 * <p>With Camel's headers, and {@code irc.replyTo}: the channel, or the nick of whoever wrote. A
 * server that refuses the login refuses the start; one that is away is tried again.
 */
final class IrcChatConsumer extends IrcConsumer implements Linked {
  private static final Logger LOG = LoggerFactory.getLogger(IrcChatConsumer.class);
  private static final String REPLY_TO = "irc.replyTo";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long AGAIN_MS = 500;

  private final IrcChatEndpoint irc;
  private volatile @Nullable IrcSession session;
  private volatile CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  @SuppressWarnings("NullAway") // Camel's own connection is never used, nor made
  IrcChatConsumer(IrcChatEndpoint irc, Processor processor) {
    super(irc, processor, null);
    this.irc = irc;
  }

  @Override
  protected void doStart() throws Exception {
    IrcSession taken = irc.take();
    String refusal = taken.refusal(PATIENCE);
    if (!refusal.isEmpty()) {
      irc.giveBack(taken);
      throw new IllegalStateException(refusal);
    }
    ServiceHelper.startService(getProcessor());
    session = taken;
    stopping = new CountDownLatch(1);
    thread = new Thread(() -> listen(taken), "irc-hears-" + taken.login().nickname());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  protected void doStop() throws Exception {
    stopping.countDown();
    if (thread != null) {
      thread.join(TimeUnit.SECONDS.toMillis(15));
      thread = null;
    }
    IrcSession taken = session;
    if (taken != null) {
      irc.giveBack(taken);
      session = null;
    }
    super.doStop();
  }

  private void listen(IrcSession from) {
    try {
      while (stopping.getCount() > 0) {
        IrcHeard heard = from.next();
        if (heard != null && !taken(heard)) {
          from.putBack(heard);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries until it is taken; false: the route stops before. */
  private boolean taken(IrcHeard heard) throws InterruptedException {
    int attempt = 0;
    do {
      Exception failure = failure(heard);
      if (failure == null) {
        return true;
      }
      if (ObjectHelper.getException(InvalidFieldException.class, failure) != null) {
        LOG.error("irc: a message can't be taken in: {}", failure.getMessage());
        return true;
      }
      if (++attempt == 1) {
        LOG.warn("irc: not taken in, is tried again: {}", failure.getClass().getSimpleName());
      }
    } while (!stopping.await(AGAIN_MS, TimeUnit.MILLISECONDS));
    return false;
  }

  private @Nullable Exception failure(IrcHeard heard) {
    Exchange exchange = createExchange(false);
    try {
      Message message = exchange.getMessage();
      message.setHeader(IrcConstants.IRC_MESSAGE_TYPE, "PRIVMSG");
      message.setHeader(IrcConstants.IRC_TARGET, heard.target());
      message.setHeader(IrcConstants.IRC_USER_NICK, heard.nick());
      message.setHeader(IrcConstants.IRC_USER_USERNAME, heard.user());
      message.setHeader(IrcConstants.IRC_USER_HOST, heard.host());
      message.setHeader(REPLY_TO, heard.replyTo());
      message.setBody(heard.text());
      getProcessor().process(exchange);
      return exchange.getException();
    } catch (Exception e) {
      return e;
    } finally {
      releaseExchange(exchange, false);
    }
  }

  @Override
  public BotHealth link() {
    IrcSession current = session;
    return current == null ? new BotHealth(false, "stopped") : current.health();
  }
}
