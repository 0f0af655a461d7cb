package dev.kurir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.bench.Laboratory.Specimen;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.LineUser;
import dev.kurir.sandbox.RecordedRequest;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * LINE and Telegram as sandboxes, with bots that a Kurir serves, and the webhooks that they would
 * send for messages of many people. One thread, but {@link #lineWebhook} and {@link
 * #telegramWebhook} are thread-safe once the bots are there.
 */
final class Networks implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PEOPLE = 500;

  private final LineSandbox line = LineSandbox.start(0);
  private final TelegramSandbox telegram = TelegramSandbox.start(0);
  private final Map<String, JsonNode> hooks = new ConcurrentHashMap<>();
  private final List<LineHook> lineHooks = new ArrayList<>();
  private final List<JsonNode> telegramHooks = new ArrayList<>();

  private record LineHook(LineBot bot, URI url) {}

  Networks() {
    telegram.onRequest(this::noteHook);
  }

  private void noteHook(RecordedRequest request) {
    if (request.path().endsWith("/setWebhook")) {
      try {
        hooks.put(request.path(), JSON.readTree(request.body()));
      } catch (IOException e) {
        throw new IllegalStateException("setWebhook: no JSON", e);
      }
    }
  }

  LineSandbox line() {
    return line;
  }

  /** The settings of a Kurir that uses them. */
  Map<String, String> settings() {
    return Map.of(
        "kurir.line.api-url", line.apiUrl().toString(),
        "kurir.line.data-api-url", line.apiUrl().toString(),
        "kurir.telegram.api-url", telegram.apiUrl().toString());
  }

  /** Gives an owner a bot on LINE that partners write to. */
  void addLine(Specimen kurir, String owner) throws IOException, InterruptedException {
    LineBot bot = line.addBot(owner);
    lineHooks.add(new LineHook(bot, kurir.url().resolve(line(kurir, owner, bot, "partner"))));
  }

  private static String line(Specimen kurir, String owner, LineBot bot, String role)
      throws IOException, InterruptedException {
    return kurir
        .administration()
        .post(
            "/owners/" + owner + "/bots",
            Map.of(
                "network",
                "line",
                "role",
                role,
                "credentials",
                Map.of(
                    "channelSecret", bot.channelSecret(),
                    "channelAccessToken", bot.channelAccessToken())))
        .path("webhookPath")
        .asText();
  }

  /** Gives an owner a bot on Telegram that partners write to. */
  void addTelegram(Specimen kurir, String owner) throws IOException, InterruptedException {
    TelegramBot bot = telegram.addBot(owner.replace('-', '_') + "_bot");
    kurir
        .administration()
        .post(
            "/owners/" + owner + "/bots",
            Map.of("network", "telegram", "credentials", Map.of("token", bot.token())));
    @Nullable JsonNode hook = hooks.get("/bot" + bot.token() + "/setWebhook");
    if (hook == null) {
      throw new IOException("Kurir did not set the webhook of " + bot);
    }
    telegramHooks.add(hook);
  }

  /** Adds an owner who reads on LINE and has a bot on Telegram; they are paired soon after. */
  void addOwner(Specimen kurir, String owner) throws IOException, InterruptedException {
    String code =
        kurir
            .administration()
            .post("/owners", Map.of("username", owner))
            .path("pairingCode")
            .asText();
    LineBot bot = line.addBot(owner);
    line(kurir, owner, bot, "master");
    LineUser user = line.addUser(owner);
    user.says(bot, code);
    addTelegram(kurir, owner);
  }

  /** A text that somebody wrote to one of the LINE bots. */
  Webhook lineWebhook(String run, int number) {
    LineHook hook = lineHooks.get(number % lineHooks.size());
    String id = "%s-%010d".formatted(run, number);
    String user = "U%032x".formatted(number % PEOPLE);
    byte[] body =
        """
        {"destination":"%s","events":[{"type":"message","message":{"type":"text","id":"%d","quoteToken":"q","text":"%s"},\
        "webhookEventId":"%s","deliveryContext":{"isRedelivery":false},"timestamp":%d,\
        "source":{"type":"user","userId":"%s"},"replyToken":"%032x","mode":"active"}]}"""
            .formatted(
                hook.bot().userId(),
                500_000_000_000L + number,
                Numbered.text(number),
                id,
                System.currentTimeMillis(),
                user,
                number)
            .getBytes(StandardCharsets.UTF_8);
    return new Webhook(
        id,
        hook.url(),
        Map.of("Content-Type", "application/json", "x-line-signature", hook.bot().sign(body)),
        body);
  }

  /**
   * A text that somebody wrote to one of the Telegram bots.
   *
   * @param first the update's id is that and the number
   */
  Webhook telegramWebhook(int first, int number) {
    JsonNode hook = telegramHooks.get(number % telegramHooks.size());
    long user = 100_000L + number % PEOPLE;
    Map<String, Object> person =
        new TreeMap<>(
            Map.of("id", user, "is_bot", false, "first_name", "Partner", "username", "u" + user));
    Map<String, Object> chat =
        Map.of("id", user, "type", "private", "first_name", "Partner", "username", "u" + user);
    Map<String, Object> message =
        Map.of(
            "message_id",
            number + 1,
            "date",
            System.currentTimeMillis() / 1000,
            "from",
            person,
            "chat",
            chat,
            "text",
            Numbered.text(number));
    try {
      return new Webhook(
          Integer.toString(first + number),
          URI.create(hook.path("url").asText()),
          Map.of(
              "Content-Type",
              "application/json",
              "X-Telegram-Bot-Api-Secret-Token",
              hook.path("secret_token").asText()),
          JSON.writeValueAsBytes(Map.of("update_id", first + number, "message", message)));
    } catch (IOException e) {
      throw new IllegalStateException("a map is always JSON", e);
    }
  }

  @Override
  public void close() {
    line.close();
    telegram.close();
  }
}
