package dev.kurir.network.telegram;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Role;
import dev.kurir.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/** The adapter in a Camel context with an HTTP server, against a Telegram on loopback. */
final class TelegramLab implements AutoCloseable {
  static final String TOKEN = "123456:AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  final FakeTelegram telegram = new FakeTelegram();
  final TurnableClock clock = new TurnableClock();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  final List<Arrival> stored = new CopyOnWriteArrayList<>();
  final DefaultCamelContext camel = new DefaultCamelContext();
  final Memory memory;
  final TelegramNetwork network;

  /** What is to be done when the next routine look at a webhook is due. */
  volatile Runnable routine;

  final int port;

  /** Time that stands until it is set. */
  static final class TurnableClock extends Clock {
    private volatile Instant now = NOW;

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Polled. */
  TelegramLab() throws Exception {
    this(null, null);
  }

  /**
   * @param publicUrl where Telegram would post; null: polled
   * @param apiUrl instead of the fake's; null: the fake
   */
  TelegramLab(String publicUrl, URI apiUrl) throws Exception {
    this(publicUrl, apiUrl, new Memory());
  }

  /** The same with what an earlier Kurir remembered. */
  TelegramLab(String publicUrl, URI apiUrl, Memory memory) throws Exception {
    this.memory = memory;
    telegram.account(TOKEN);
    URI api = apiUrl == null ? telegram.url() : apiUrl;
    // Waits are noted and not waited: nothing here depends on how fast the machine is.
    network =
        new TelegramNetwork(
            new TelegramSettings(api, publicUrl == null ? null : URI.create(publicUrl)),
            memory,
            memory,
            clock,
            (wait, then) -> {
              if (wait.equals(WebhookRegistration.ASK_EVERY)) {
                routine = then;
                return;
              }
              waits.add(wait);
              ForkJoinPool.commonPool().execute(then);
            });
    camel.getRegistry().bind("telegram", network.component());
    port = Ports.free();
    VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
    http.setBindHost("127.0.0.1");
    http.setBindPort(port);
    camel.addService(new VertxPlatformHttpServer(http));
  }

  TelegramLab with(RoutesBuilder routes) throws Exception {
    camel.addRoutes(routes);
    camel.start();
    return this;
  }

  ProducerTemplate template() {
    return camel.createProducerTemplate();
  }

  static Bot bot(int id, String token) {
    return new Bot(
        new BotId(id),
        new OwnerId(1),
        TelegramTranslator.NETWORK,
        Role.PARTNER,
        "shop_bot_" + id,
        new Credentials(Map.of("token", token)),
        "key" + id);
  }

  static Bot bot() {
    return bot(7, TOKEN);
  }

  static Dispatch dispatch(int bot, long chat, String text) {
    return dispatch(bot, chat, text, false);
  }

  static Dispatch dispatch(int bot, long chat, String text, boolean repeated) {
    return new Dispatch(
        TelegramTranslator.NETWORK,
        new BotId(bot),
        new Address(Long.toString(chat)),
        List.of(new Dispatch.Item(new MessageId(1), text)),
        UUID.randomUUID(),
        1,
        repeated,
        null);
  }

  HttpResponse<String> post(String key, String secret, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/webhook/telegram/" + key);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    if (secret != null) {
      request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    camel.stop();
    telegram.close();
  }
}
