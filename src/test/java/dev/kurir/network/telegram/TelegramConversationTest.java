package dev.kurir.network.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import dev.kurir.sandbox.Fault;
import dev.kurir.sandbox.ShownMessage;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramGroup;
import dev.kurir.sandbox.TelegramSandbox;
import dev.kurir.sandbox.TelegramUser;
import dev.kurir.testing.Ports;
import dev.kurir.testing.TelegramJudge;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes as shipped, in both ways of receiving, against the sandbox and its judge. */
class TelegramConversationTest {
  private final TelegramSandbox sandbox = TelegramSandbox.start(0);
  private final TelegramJudge judge = TelegramJudge.of(sandbox);
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<Arrival> accepted = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    camel.stop();
    sandbox.close();
    judge.assertNoViolations();
  }

  private TelegramNetwork start(boolean webhook) throws Exception {
    int port = Ports.free();
    VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
    http.setBindHost("127.0.0.1");
    http.setBindPort(port);
    camel.addService(new VertxPlatformHttpServer(http));
    URI publicUrl = webhook ? URI.create("http://127.0.0.1:" + port) : null;
    TelegramNetwork network =
        new TelegramNetwork(
            new TelegramSettings(sandbox.apiUrl(), publicUrl),
            new Memory(),
            new Memory(),
            Clock.systemUTC());
    camel.getRegistry().bind("telegram", network.component());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:inbox-accept")
                .process(
                    e ->
                        accepted.addAll(
                            CamelTelegramFaultsTest.arrivals(e.getMessage().getBody())));
          }
        });
    for (String file :
        List.of(
            "policies/inbound-failure",
            "policies/outbound-failure",
            "networks/telegram-inbound",
            "networks/telegram-outbound")) {
      Path path = Path.of("routes", file + ".camel.yaml").toAbsolutePath();
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, path.toUri().toString()));
    }
    camel.start();
    return network;
  }

  @ParameterizedTest(name = "by webhook: {0}")
  @ValueSource(booleans = {false, true})
  void conversationGoesBothWays(boolean webhook) throws Exception {
    TelegramNetwork network = start(webhook);
    TelegramBot bot = sandbox.addBot("tokobunga_bot");
    assertThat(network.verify(new Credentials(Map.of("token", bot.token()))).account())
        .isEqualTo("tokobunga_bot");
    network.open(TelegramLab.bot(7, bot.token()));
    await().until(() -> network.health(new BotId(7)).up());

    TelegramUser darma = sandbox.addUser("darmaastawan", "Darma", "Astawan");
    TelegramGroup group = sandbox.addGroup("Pasar");
    long first = darma.says(bot, "Halo");
    await().until(() -> accepted.size() == 1);
    NetworkMessageId sent = send(darma.id(), "halo juga");
    darma.replies(bot, Long.parseLong(sent.value().split(":", -1)[1]), "apa kabar?");
    darma.edits(bot, first, "Halo!");
    darma.says(bot, group, "di grup");
    await().until(() -> accepted.size() == 4);
    await().until(() -> sandbox.pendingUpdates(bot) == 0);

    assertThat(accepted)
        .extracting(a -> a.sender().value(), Arrival::kind, Arrival::text)
        .containsExactlyInAnyOrder(
            tuple(Long.toString(darma.id()), "text", "Halo"),
            tuple(Long.toString(darma.id()), "text", "apa kabar?"),
            tuple(Long.toString(darma.id()), "edited", "[edited] Halo!"),
            tuple(Long.toString(group.id()), "text", "Darma Astawan: di grup"));
    assertThat(accepted).filteredOn(a -> sent.equals(a.quotes())).hasSize(1);
    assertThat(accepted.get(0).userName()).isEqualTo("darmaastawan");
    assertThat(sandbox.messagesTo(darma))
        .extracting(ShownMessage::text)
        .containsExactly("halo juga");

    TelegramGroup upgraded = sandbox.upgrade(group);
    assertThat(failure(group.id()))
        .isEqualTo(new Outcome.Moved(new Address(Long.toString(upgraded.id()))));
    sandbox.faults().next(1, Fault.RESET_AFTER_PROCESSING, "sendMessage");
    assertThat(failure(darma.id())).isInstanceOf(Outcome.Uncertain.class);
    sandbox.faults().next(1, Fault.BAD_GATEWAY, "sendMessage");
    assertThat(failure(darma.id())).isInstanceOf(Outcome.RetryLater.class);
    darma.blocks(bot);
    assertThat(failure(darma.id()))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            r -> assertThat(r.meaning()).isEqualTo(Outcome.Meaning.CONTACT_GONE));
    await().until(() -> accepted.get(accepted.size() - 1).text().equals("[blocked the bot]"));

    network.remove(TelegramLab.bot(7, bot.token()));
    assertThat(sandbox.webhookUrl(bot)).isNull();
  }

  private NetworkMessageId send(long chat, String text) {
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      Outcome.Delivered delivered =
          template.requestBody(
              "direct:telegram-outbound",
              TelegramLab.dispatch(7, chat, text),
              Outcome.Delivered.class);
      return delivered.sentIds().get(0);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private Outcome failure(long chat) {
    return ((SendFailedException) catchThrowable(() -> send(chat, "Halo")).getCause()).outcome();
  }
}
