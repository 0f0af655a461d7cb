package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The smallest bridge that can hold the demonstration's conversation: it stores nothing, but reads
 * and writes the real interfaces. Lets the demonstration be tested by itself.
 */
final class PocketKurir implements AutoCloseable {
  static final String TOKEN = "admin";
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final URI line;
  private final URI telegram;
  private final @Nullable Prosody prosody;
  private final Map<String, Long> telegramChats = new ConcurrentHashMap<>();
  private volatile boolean deaf;
  private volatile String lineToken = "";
  private volatile String telegramToken = "";
  private volatile String master = "";
  private volatile XmppPartner xmpp;

  PocketKurir(LineSandbox line, TelegramSandbox telegram, @Nullable Prosody prosody)
      throws IOException {
    this.line = line.apiUrl();
    this.telegram = telegram.apiUrl();
    this.prosody = prosody;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Takes everything and passes on nothing of Telegram. */
  void deaf() {
    deaf = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    JsonNode body = Json.read(exchange.getRequestBody().readAllBytes());
    if (path.startsWith("/webhook/")) {
      reply(exchange, 200, Json.object());
      body.path("events").forEach(this::fromLine);
    } else if (!("Bearer " + TOKEN)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      reply(exchange, 401, Json.object().put("detail", "Authorization: wrong token"));
    } else if (path.endsWith("/owners")) {
      reply(exchange, 201, Json.object().put("username", "sari").put("pairingCode", "k7p3"));
    } else {
      add(body.path("network").asText(), body.path("credentials"));
      reply(exchange, 201, Json.object().put("id", 7).put("webhookPath", "/webhook/line/key"));
    }
  }

  private void add(String network, JsonNode credentials) throws IOException {
    switch (network) {
      case "line" -> lineToken = credentials.path("channelAccessToken").asText();
      case "telegram" -> {
        telegramToken = credentials.path("token").asText();
        threads.execute(this::poll);
      }
      default -> {
        String name = credentials.path("jid").asText().replaceFirst("@.*", "");
        xmpp = XmppPartner.signIn(prosody, name, credentials.path("password").asText());
        xmpp.onReceived(
            message ->
                threads.execute(() -> push("XMPP\n" + message.from() + "\n" + message.text())));
      }
    }
  }

  private void fromLine(JsonNode event) {
    String text = event.path("message").path("text").asText();
    if (text.equals("k7p3")) {
      master = event.path("source").path("userId").asText();
      push("Paired: you are sari.");
      return;
    }
    String[] words = text.split(" ", 3);
    if (words[0].equalsIgnoreCase("telegram")) {
      var body = Json.object().put("chat_id", telegramChats.get(words[1])).put("text", words[2]);
      bot("sendMessage", body.toString());
    } else {
      try {
        xmpp.says(words[1], words[2]);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void poll() {
    long offset = 0;
    while (!threads.isShutdown()) {
      JsonNode answer;
      try {
        answer = bot("getUpdates", "{\"timeout\":1,\"offset\":" + offset + "}");
      } catch (java.io.UncheckedIOException | IllegalStateException e) {
        return; // the test is over
      }
      for (JsonNode update : answer.path("result")) {
        offset = update.path("update_id").asLong() + 1;
        JsonNode from = update.path("message").path("from");
        String name = from.path("username").asText();
        telegramChats.put(name, from.path("id").asLong());
        String display = from.path("first_name").asText() + " " + from.path("last_name").asText();
        if (!deaf) {
          String text = update.path("message").path("text").asText();
          push("Telegram\n" + display + "\n(" + name + ")\n" + text);
        }
      }
    }
  }

  private JsonNode bot(String method, String body) {
    String path = "/bot" + telegramToken + "/" + method;
    return Http.call("POST", telegram, path, body, "Content-Type", "application/json").json();
  }

  private void push(String text) {
    var body = Json.object().put("to", master);
    body.putArray("messages").addObject().put("type", "text").put("text", text);
    Http.call(
        "POST",
        line,
        "/v2/bot/message/push",
        body.toString(),
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + lineToken,
        "X-Line-Retry-Key",
        UUID.randomUUID().toString());
  }

  private static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    if (xmpp != null) {
      xmpp.close();
    }
  }
}
