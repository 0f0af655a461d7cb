package dev.kurir.network.xmpp;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.message.Pace;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.network.Tenure;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.camel.Component;
import org.jspecify.annotations.Nullable;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * XMPP (RFC 6120, 6121): each bot is an account with one connection of its own, over verified TLS,
 * with stream management (XEP-0198), receipts (XEP-0184) and catch-up from its archive (XEP-0313).
 *
 * <p>What it tells a server it has received is stored. What it reports delivered, the bot's server
 * has taken; the recipient's server may still return it, which is logged. Thread-safe.
 */
public final class XmppNetwork implements Network {
  static final NetworkName NAME = new NetworkName("xmpp");
  private static final Capabilities CAPABILITIES =
      new Capabilities(NAME, "XMPP", 10_000, 1, 64, false, false, Pace.FREE);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Smack's own reports hold stanzas and so texts; what matters is logged here. Kept, or gone. */
  private static final Logger SMACK = Logger.getLogger("org.jivesoftware");

  private final Bookmarks bookmarks;
  private final Clock clock;
  private final Workers workers = new Workers();
  private final ConcurrentMap<BotId, BotLink> links = new ConcurrentHashMap<>();
  private final XmppBotsComponent component;
  private volatile Intake.@Nullable Sink sink;
  private volatile Tenure tenure = Tenure.ALONE;

  /**
   * Makes it; it connects when bots are opened.
   *
   * @param bookmarks how far each bot's archive was read
   */
  public XmppNetwork(Bookmarks bookmarks, Clock clock) {
    SMACK.setLevel(Level.OFF);
    this.bookmarks = bookmarks;
    this.clock = clock;
    this.component = new XmppBotsComponent(this, workers, clock);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Component component() {
    return component;
  }

  @Override
  public Identity verify(Credentials credentials) throws RefusedException {
    XmppAccount account = XmppAccount.of(credentials);
    Optional<Failure> failure = tryOnce(account, true);
    if (failure.isPresent() && failure.get().binding()) {
      failure = tryOnce(account, false);
    }
    if (failure.isPresent()) {
      throw new RefusedException(account.jid() + ": " + failure.get().reason());
    }
    return new Identity(account.jid().toString());
  }

  private static Optional<Failure> tryOnce(XmppAccount account, boolean channelBinding) {
    XmppAccount check = account.as("kurir-check-" + UUID.randomUUID());
    BotConnection connection =
        new BotConnection(check.configuration(channelBinding), message -> {});
    try {
      connection.connect().login();
      connection.setReplyTimeout(2_000);
      connection.disconnect();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Failure.of(e));
    } catch (Exception e) {
      connection.instantShutdown();
      return Optional.of(Failure.of(e));
    }
  }

  /** A second connection would get half of the messages, or end the first. */
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public void ask(Tenure now) {
    tenure = now;
  }

  @Override
  public void open(Bot bot) throws RefusedException {
    close(bot.id());
    XmppAccount account = XmppAccount.of(bot.credentials());
    String name = "bot " + bot.id();
    BotLink link =
        new BotLink(
            name,
            account,
            workers,
            new Delivery(name, workers, clock),
            receipts ->
                new Intake(
                    bot.id(),
                    new StanzaTranslator(NAME, bot.id(), account.jid(), clock),
                    bookmarks,
                    clock,
                    workers,
                    receipts,
                    () -> tenure.holds(bot.id())),
            () -> tenure.holds(bot.id()));
    links.put(bot.id(), link);
    link.listen(sink);
    try {
      Optional<Failure> failure = link.open(PATIENCE);
      if (failure.isPresent() && failure.get().credentials()) {
        close(bot.id());
        throw new RefusedException(account.jid() + ": " + failure.get().reason());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close(BotId bot) {
    BotLink link = links.remove(bot);
    if (link != null) {
      link.close();
    }
  }

  @Override
  public void remove(Bot bot) {
    close(bot.id());
  }

  @Override
  public BotHealth health(BotId bot) {
    BotLink link = links.get(bot);
    return link == null ? new BotHealth(false, "not open") : link.health();
  }

  /** Where arrivals go from now on; null: the route stopped, and the servers keep them. */
  void listen(Intake.@Nullable Sink to) {
    sink = to;
    links.values().forEach(link -> link.listen(to));
  }

  /** Sends; the end is told once, on any thread. */
  void send(Dispatch dispatch, Consumer<Outcome> end) {
    BotLink link = links.get(dispatch.bot());
    if (link == null || !tenure.holds(dispatch.bot())) {
      end.accept(
          new Outcome.RetryLater(
              null, Outcome.Scope.BOT, "bot " + dispatch.bot() + " is not open here"));
      return;
    }
    try {
      link.send(Outgoing.of(dispatch), end);
    } catch (XmppStringprepException e) {
      end.accept(new Outcome.Rejected("recipient is not a JID", Outcome.Meaning.CONTACT_GONE));
    }
  }
}
