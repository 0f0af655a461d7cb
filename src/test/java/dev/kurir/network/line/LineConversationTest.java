package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Role;
import dev.kurir.network.BotHealth;
import dev.kurir.network.SendFailedException;
import dev.kurir.sandbox.Fault;
import dev.kurir.sandbox.LineRedelivery;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.LineUser;
import dev.kurir.sandbox.ShownMessage;
import dev.kurir.testing.LineJudge;
import dev.kurir.testing.Ports;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both shipped routes with the sandbox's LINE: what a person writes, and what they are shown. */
class LineConversationTest {
  private static final BotId BOT = new BotId(7);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final LineSandbox line = LineSandbox.start(0);
  private final LineJudge judge = LineJudge.of(line);
  private final dev.kurir.sandbox.LineBot shop = line.addBot("Toko Bunga");
  private final LineUser sari = line.addUser("Sari");
  private final List<Arrival> arrived = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private LineNetwork network;

  @BeforeEach
  void start() throws Exception {
    int port = Ports.free();
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(port);
    camel.addService(new VertxPlatformHttpServer(configuration));
    network =
        new LineNetwork(
            Sample.settings(line.apiUrl(), URI.create("http://127.0.0.1:" + port)),
            new Told(),
            Clock.systemUTC(),
            PATIENCE,
            Duration.ofMillis(50));
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel.addComponent("line", network.component());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:inbox-accept").process(e -> accept(e.getMessage().getBody(List.class)));
          }
        });
    for (String file : List.of("line-inbound", "line-outbound")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              PluginHelper.getResourceLoader(camel)
                  .resolveResource("file:routes/networks/" + file + ".camel.yaml"));
    }
    camel.start();
    Credentials credentials =
        new Credentials(
            Map.of(
                "channelSecret", shop.channelSecret(),
                "channelAccessToken", shop.channelAccessToken()));
    String account = network.verify(credentials).account();
    network.open(
        new Bot(BOT, new OwnerId(1), LineNetwork.NAME, Role.MASTER, account, credentials, "key"));
  }

  private void accept(List<?> arrivals) {
    if (failures.getAndDecrement() > 0) {
      throw new IllegalStateException("the journal is full");
    }
    arrivals.forEach(arrival -> arrived.add((Arrival) arrival));
  }

  @AfterEach
  void stop() {
    camel.stop();
    line.close();
    judge.assertNoViolations();
  }

  @Test
  void whatAPersonWritesArrivesAndTheAnswerIsShown() {
    assertThat(network.health(BOT)).isEqualTo(new BotHealth(true, "webhook"));
    assertThat(network.displayName(BOT, new Address(sari.userId()))).contains("Sari");
    String id = sari.says(shop, "halo");
    await().atMost(PATIENCE).until(() -> arrived.size() == 1);
    Arrival halo = arrived.get(0);
    assertThat(halo.text()).isEqualTo("halo");
    assertThat(halo.hints()).containsEntry("messageId", id).containsKey("replyToken");

    Delivered delivered = (Delivered) push(halo.sender(), UUID.randomUUID(), "halo juga", "apa?");
    assertThat(line.messagesTo(sari))
        .extracting(ShownMessage::text)
        .containsExactly("halo juga", "apa?");
    sari.quotes(shop, delivered.sentIds().get(0).value(), "kabar baik");
    await().atMost(PATIENCE).until(() -> arrived.size() == 2);
    assertThat(arrived.get(1).quotes()).isEqualTo(delivered.sentIds().get(0));
  }

  @Test
  void eventThatWasNotAcceptedIsRedeliveredWithItsId() {
    line.redelivery(LineRedelivery.LATER, Duration.ofMillis(50));
    failures.set(2);
    sari.says(shop, "halo");
    await().atMost(PATIENCE).until(() -> arrived.size() == 1);
    assertThat(arrived.get(0).networkMessageId().value()).hasSize(26);
    assertThat(line.eventsLost()).isZero();
  }

  @Test
  void repeatAfterALostAnswerIsShownOnce() {
    UUID key = UUID.randomUUID();
    for (Fault fault : List.of(Fault.SERVER_ERROR_AFTER_PROCESSING, Fault.RESET_AFTER_PROCESSING)) {
      line.faults(shop).next(1, fault);
    }
    Outcome outcome = push(new Address(sari.userId()), key, "sekali");
    while (!(outcome instanceof Delivered)) {
      assertThat(outcome).isInstanceOf(Outcome.RetryLater.class);
      outcome = push(new Address(sari.userId()), key, "sekali");
    }
    assertThat(line.messagesTo(sari)).extracting(ShownMessage::text).containsExactly("sekali");
    assertThat(((Delivered) outcome).sentIds().get(0).value())
        .isEqualTo(line.messagesTo(sari).get(0).id());
  }

  @Test
  void removedBotsWebhookIsNotFound() {
    network.remove(
        new Bot(
            BOT,
            new OwnerId(1),
            LineNetwork.NAME,
            Role.MASTER,
            shop.userId(),
            Sample.credentials(),
            "key"));
    sari.says(shop, "halo?");
    await().atMost(PATIENCE).until(() -> line.eventsLost() == 1);
    assertThat(arrived).isEmpty();
  }

  private Outcome push(Address to, UUID retryKey, String... texts) {
    List<Dispatch.Item> items =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> new Dispatch.Item(new MessageId(i + 1), texts[i]))
            .toList();
    Dispatch dispatch = new Dispatch(LineNetwork.NAME, BOT, to, items, retryKey, 1, false, null);
    try {
      return (Outcome) camel.createProducerTemplate().requestBody("direct:line-outbound", dispatch);
    } catch (CamelExecutionException thrown) {
      return ((SendFailedException) thrown.getCause()).outcome();
    }
  }
}
