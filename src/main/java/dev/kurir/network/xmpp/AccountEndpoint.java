package dev.kurir.network.xmpp;

import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.Outcome;
import dev.kurir.network.Bookmarks;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.xmpp.XmppEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.EntityBareJid;

/**
 * {@code xmpp:host[:port][/participant]?user=…&password=…}: one account for a route of an
 * engineer's own. Text in, text out, over the same kind of connection as the bots': verified TLS
 * ({@code caFile} as a further option), stream management, reconnection.
 *
 * <p>A consumer takes what the participant writes, or everybody without one; the sender's bare JID
 * is in the header {@value #FROM}. A producer sends the body to the participant of its own URI.
 */
public final class AccountEndpoint extends XmppEndpoint {
  static final String FROM = "CamelXmppFrom";
  private static final Pattern PATH = Pattern.compile("([^/:]+)(?::(\\d+))?(?:/(.*))?");
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Arrivals name a bot; an engineer's account is none. */
  private static final BotId NO_BOT = new BotId(Integer.MAX_VALUE);

  private final Workers workers;
  private final Clock clock;
  private @Nullable String recipient;
  private @Nullable String caFile;
  private @Nullable BotLink link;

  AccountEndpoint(String uri, XmppBotsComponent component, Workers workers, Clock clock) {
    super(uri, component);
    this.workers = workers;
    this.clock = clock;
  }

  void read(String remaining) {
    Matcher path = PATH.matcher(remaining);
    if (!path.matches()) {
      throw new InvalidFieldException(
          "xmpp:" + remaining, "not understood", "xmpp:bots or xmpp:host[:port][/participant]");
    }
    setHost(path.group(1));
    setPort(path.group(2) == null ? 5222 : Integer.parseInt(path.group(2)));
    if (path.group(3) != null && !path.group(3).isEmpty()) {
      setParticipant(path.group(3));
    }
  }

  /** Kept here too: the inherited getter falls back to the account's own name. */
  @Override
  public void setParticipant(String participant) {
    super.setParticipant(participant);
    recipient = participant;
  }

  /** The authorities that may sign the server's certificate, PEM; without it the system's. */
  public void setCaFile(String file) {
    caFile = file;
  }

  @Override
  public Producer createProducer() {
    if (recipient == null) {
      throw new InvalidFieldException("participant", "missing", "xmpp:host/name@domain");
    }
    EntityBareJid to = XmppAccount.jid("participant", recipient);
    return new DefaultAsyncProducer(this) {
      @Override
      protected void doStart() throws Exception {
        super.doStart();
        link();
      }

      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        String text = exchange.getMessage().getBody(String.class);
        String id = UUID.randomUUID().toString();
        java.util.function.Consumer<Outcome> end =
            outcome -> {
              if (outcome instanceof Outcome.Delivered) {
                exchange.getMessage().setBody(text);
              } else {
                DispatchProducer.settle(exchange, id, outcome);
              }
              callback.done(false);
            };
        try {
          link().send(new Outgoing(id, to, text == null ? "" : text, false), end);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          end.accept(new Outcome.RetryLater(null, Outcome.Scope.BOT, "interrupted"));
        }
        return false;
      }
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    DefaultConsumer consumer =
        new DefaultConsumer(this, processor) {
          @Override
          protected void doStart() throws Exception {
            super.doStart();
            link()
                .listen(
                    arrivals -> {
                      for (Arrival arrival : arrivals) {
                        receive(this, arrival);
                      }
                    });
          }

          @Override
          protected void doStop() throws Exception {
            link().listen(null);
            super.doStop();
          }
        };
    configureConsumer(consumer);
    return consumer;
  }

  private void receive(DefaultConsumer consumer, Arrival arrival) throws Exception {
    if (recipient != null && !recipient.equals(arrival.sender().value())) {
      return;
    }
    Exchange exchange = consumer.createExchange(false);
    try {
      exchange.getMessage().setBody(arrival.text());
      exchange.getMessage().setHeader(FROM, arrival.sender().value());
      consumer.getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  private synchronized BotLink link() throws InterruptedException {
    BotLink open = link;
    if (open == null) {
      open = newLink();
      link = open;
      open.open(PATIENCE);
    }
    return open;
  }

  private BotLink newLink() {
    XmppAccount account = account();
    String name = "xmpp account " + account.jid();
    return new BotLink(
        name,
        account,
        workers,
        new Delivery(name, workers, clock),
        receipts ->
            new Intake(
                NO_BOT,
                new StanzaTranslator(XmppNetwork.NAME, NO_BOT, account.jid(), clock),
                new Remembered(),
                clock,
                workers,
                receipts,
                () -> true),
        () -> true);
  }

  private XmppAccount account() {
    String user = getUser();
    String password = getPassword();
    if (user == null || password == null) {
      throw new InvalidFieldException("user, password", "missing", "an account to sign in to");
    }
    String domain = getServiceName() == null ? getHost() : getServiceName();
    boolean named = getResource() != null && !getResource().equals("Camel");
    return new XmppAccount(
        XmppAccount.jid("user", user.contains("@") ? user : user + "@" + domain),
        password,
        getHost(),
        getPort(),
        caFile == null ? null : XmppAccount.authorities("caFile", caFile),
        named ? getResource() : "Camel-" + UUID.randomUUID());
  }

  @Override
  protected void doStop() throws Exception {
    BotLink open;
    synchronized (this) {
      open = link;
      link = null;
    }
    if (open != null) {
      open.close();
    }
    super.doStop();
  }

  /** A place in the archive that lasts as long as the route. */
  private static final class Remembered implements Bookmarks {
    private final AtomicReference<@Nullable String> mark = new AtomicReference<>();

    @Override
    public Optional<String> read(BotId bot) {
      return Optional.ofNullable(mark.get());
    }

    @Override
    public void write(BotId bot, String text) {
      mark.set(text);
    }
  }
}
