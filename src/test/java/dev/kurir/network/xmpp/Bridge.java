package dev.kurir.network.xmpp;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Role;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.SendFailedException;
import dev.kurir.sandbox.Prosody;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Kurir's XMPP side in a Camel context of its own, storing in memory; can break on request. */
final class Bridge implements AutoCloseable {
  /** Bookmarks outlive a bridge, as the database does. */
  static final class Memory implements Bookmarks {
    final Map<BotId, String> marks = new ConcurrentHashMap<>();

    /** How often reading fails from now on, as while the database is away. */
    final AtomicInteger unreadable = new AtomicInteger();

    @Override
    public Optional<String> read(BotId bot) throws IOException {
      if (unreadable.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
        throw new IOException("bot " + bot + ": bookmark not read, the database is away");
      }
      return Optional.ofNullable(marks.get(bot));
    }

    @Override
    public void write(BotId bot, String mark) {
      marks.put(bot, mark);
    }
  }

  final XmppNetwork network;
  final DefaultCamelContext context = new DefaultCamelContext();
  final List<Arrival> stored = new CopyOnWriteArrayList<>();
  final AtomicLong failures = new AtomicLong();
  private final List<BotId> opened = new CopyOnWriteArrayList<>();
  private final AtomicLong ids = new AtomicLong(1);

  Bridge(Memory memory, RouteBuilder... more) throws Exception {
    network = new XmppNetwork(memory, Clock.systemUTC());
    context.addComponent("xmpp", network.component());
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("xmpp:bots").routeId("in").process(e -> store(e.getMessage().getBody(List.class)));
            from("direct:out").routeId("out").to("xmpp:bots");
          }
        });
    for (RouteBuilder routes : more) {
      context.addRoutes(routes);
    }
    context.start();
  }

  @SuppressWarnings("unchecked")
  private void store(List<?> arrivals) {
    if (failures.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0) {
      throw new IllegalStateException("the journal is full");
    }
    stored.addAll((List<Arrival>) arrivals);
  }

  static Credentials credentials(Prosody prosody, String name) {
    return new Credentials(
        Map.of(
            "jid",
            name + "@" + prosody.host(),
            "password",
            "pw-" + name,
            "host",
            "127.0.0.1",
            "port",
            Integer.toString(prosody.port()),
            "caFile",
            prosody.caFile().toString()));
  }

  /** Registers an account and serves it. */
  Bot open(Prosody prosody, String name, int id) throws Exception {
    prosody.register(name, "pw-" + name);
    Bot bot = bot(id, name + "@" + prosody.host(), credentials(prosody, name));
    opened.add(bot.id());
    network.open(bot);
    return bot;
  }

  static Bot bot(int id, String jid, Credentials credentials) {
    return new Bot(
        new BotId(id),
        new OwnerId(1),
        XmppNetwork.NAME,
        Role.PARTNER,
        jid,
        credentials,
        "key-" + id);
  }

  Dispatch dispatch(Bot bot, String to, String text) {
    return new Dispatch(
        XmppNetwork.NAME,
        bot.id(),
        new Address(to),
        List.of(new Dispatch.Item(new MessageId(ids.getAndIncrement()), text)),
        UUID.randomUUID(),
        1,
        false,
        null);
  }

  static Dispatch again(Dispatch first, int attempt, boolean repeated) {
    return new Dispatch(
        first.network(),
        first.bot(),
        first.recipient(),
        first.items(),
        first.retryKey(),
        attempt,
        repeated,
        null);
  }

  /** Sends through the route, as the outbox does. */
  CompletableFuture<Outcome> send(Dispatch dispatch) {
    return context
        .createProducerTemplate()
        .asyncSend("direct:out", e -> e.getMessage().setBody(dispatch))
        .thenApply(
            e ->
                e.getException() instanceof SendFailedException failed
                    ? failed.outcome()
                    : e.getMessage().getBody(Outcome.class));
  }

  List<String> texts(String from) {
    return stored.stream().filter(a -> a.sender().value().equals(from)).map(Arrival::text).toList();
  }

  @Override
  public void close() {
    context.stop();
    opened.forEach(network::close);
  }
}
