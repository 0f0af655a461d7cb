package dev.kurir.network.line;

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
import dev.kurir.network.SendFailedException;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.LineUser;
import dev.kurir.sandbox.ShownMessage;
import dev.kurir.testing.LineJudge;
import dev.kurir.testing.PinnedClock;
import dev.kurir.testing.Ports;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;

/**
 * Both shipped routes between the sandbox's LINE and what stands for Kurir, on one pinned clock.
 * Every request to LINE is judged by its specification when it closes.
 */
final class LineLab implements AutoCloseable {
  static final BotId BOT = new BotId(7);

  final PinnedClock clock = new PinnedClock("2026-11-21T10:00:00Z");
  final LineSandbox line = LineSandbox.start(0, clock);
  final dev.kurir.sandbox.LineBot shop = line.addBot("Toko Bunga");
  final LineUser sari = line.addUser("Sari");
  final Address toSari = new Address(sari.userId());
  final List<Arrival> arrived = new CopyOnWriteArrayList<>();
  final Told told = new Told();
  final LineNetwork network;
  private final LineJudge judge = LineJudge.of(line);
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private long ids;

  LineLab() throws Exception {
    this(LineSettings.Spent.WAIT, Duration.ofMinutes(1));
  }

  LineLab(LineSettings.Spent whenSpent, Duration callTimeout) throws Exception {
    int port = Ports.free();
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(port);
    camel.addService(new VertxPlatformHttpServer(configuration));
    URI publicUrl = URI.create("http://127.0.0.1:" + port);
    network =
        new LineNetwork(
            new LineSettings(line.apiUrl(), line.apiUrl(), publicUrl, whenSpent),
            told,
            clock,
            callTimeout,
            Duration.ofMillis(50));
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel.addComponent("line", network.component());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:inbox-accept")
                .process(
                    e -> {
                      for (Object arrival : e.getMessage().getBody(List.class)) {
                        arrived.add((Arrival) arrival);
                      }
                    });
          }
        });
    for (String file : List.of("line-inbound", "line-outbound")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              PluginHelper.getResourceLoader(camel)
                  .resolveResource("file:routes/networks/" + file + ".camel.yaml"));
    }
    camel.start();
  }

  LineLab open() throws Exception {
    network.open(bot());
    return this;
  }

  Bot bot() {
    Credentials credentials =
        new Credentials(
            Map.of(
                "channelSecret", shop.channelSecret(),
                "channelAccessToken", shop.channelAccessToken()));
    return new Bot(
        BOT, new OwnerId(1), LineNetwork.NAME, Role.MASTER, shop.userId(), credentials, "key");
  }

  /** Sari writes; what she writes has arrived when this returns. */
  void sariSays(String text) {
    int before = arrived.size();
    sari.says(shop, text);
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> arrived.size() > before);
  }

  List<String> shown() {
    return line.messagesTo(sari).stream().map(ShownMessage::text).toList();
  }

  Dispatch dispatch(String permit, boolean repeated, String... texts) {
    List<Dispatch.Item> items = new ArrayList<>();
    for (String text : texts) {
      items.add(new Dispatch.Item(new MessageId(++ids), text));
    }
    return new Dispatch(
        LineNetwork.NAME, BOT, toSari, items, UUID.randomUUID(), 1, repeated, permit);
  }

  /** As the outbox hands the same composition over again. */
  static Dispatch again(Dispatch first, String permit, boolean repeated) {
    return new Dispatch(
        first.network(),
        first.bot(),
        first.recipient(),
        first.items(),
        first.retryKey(),
        first.attempt() + 1,
        repeated,
        permit);
  }

  CompletableFuture<Outcome> begin(Dispatch dispatch) {
    return camel
        .createProducerTemplate()
        .asyncSend("direct:line-outbound", e -> e.getMessage().setBody(dispatch))
        .thenApply(
            exchange ->
                exchange.getException() instanceof SendFailedException failure
                    ? failure.outcome()
                    : exchange.getMessage().getBody(Outcome.class));
  }

  Outcome send(Dispatch dispatch) throws Exception {
    try {
      return begin(dispatch).get(2, TimeUnit.MINUTES);
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    }
  }

  @Override
  public void close() {
    camel.stop();
    line.close();
    judge.assertNoViolations();
  }
}
