package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kurir.sandbox.RecordedRequest;
import dev.kurir.testing.TelegramJudge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Bot API on loopback that behaves as Telegram does where the adapter could go wrong: updates are
 * kept until an offset confirms them, a webhook excludes polling, a second poller gets 409. Answers
 * can be put before the next calls of a method. Every request is judged by the published
 * specification when it closes. Thread-safe.
 */
final class FakeTelegram implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  static {
    // The JDK's server writes head and body apart, and Nagle's algorithm would wait 40 ms between.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Deque<Scripted>> scripted = new HashMap<>();
  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<JsonNode> sent = new CopyOnWriteArrayList<>();
  final List<String> malformed = new CopyOnWriteArrayList<>();

  private volatile Runnable beforeSending = () -> {};
  private final TelegramJudge judge = new TelegramJudge();

  /** One request as it came. */
  record Call(String token, String method, JsonNode arguments, int status) {}

  /** An answer instead of the usual one; a null body: the connection breaks without an answer. */
  private record Scripted(int status, String body) {}

  private static final class Account {
    final List<ObjectNode> updates = new ArrayList<>();
    String webhook = "";
    int polling;
    long nextUpdate = 1000;
  }

  FakeTelegram() throws IOException {
    this(0);
  }

  FakeTelegram(int port, String... tokens) throws IOException {
    for (String token : tokens) {
      accounts.put(token, new Account());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void account(String token) {
    accounts.put(token, new Account());
  }

  /** Another program polls this bot, or does no longer. */
  synchronized void conflicts(String token, boolean on) {
    accounts.get(token).polling += on ? 1 : -1;
  }

  synchronized void revoke(String token) {
    accounts.remove(token);
    notifyAll();
  }

  /** The next call of the method gets this answer. */
  synchronized void answer(String method, int status, String body) {
    scripted.computeIfAbsent(method, m -> new ArrayDeque<>()).add(new Scripted(status, body));
  }

  /** Runs before each send is answered, for all of them at once. */
  void beforeSending(Runnable work) {
    beforeSending = work;
  }

  /** The next call of the method is read and never answered. */
  synchronized void breakOff(String method) {
    scripted.computeIfAbsent(method, m -> new ArrayDeque<>()).add(new Scripted(0, null));
  }

  synchronized void webhook(String token, String url) {
    accounts.get(token).webhook = url;
    notifyAll();
  }

  synchronized String webhook(String token) {
    return accounts.get(token).webhook;
  }

  /** Somebody writes: the update is kept until it is confirmed. */
  synchronized long update(String token, String kind, JsonNode content) {
    Account account = accounts.get(token);
    long id = account.nextUpdate++;
    ObjectNode update = JSON.createObjectNode().put("update_id", id);
    update.set(kind, content);
    account.updates.add(update);
    notifyAll();
    return id;
  }

  synchronized int unconfirmed(String token) {
    return accounts.get(token).updates.size();
  }

  /** How many bots wait for updates now. */
  synchronized int polling() {
    return accounts.values().stream().mapToInt(account -> account.polling).sum();
  }

  List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  static JsonNode message(long chat, String text) {
    try {
      return JSON.readTree(
          """
          {"message_id":5,"date":1700000000,"text":%s,
           "chat":{"id":%d,"type":"private","first_name":"Darma","last_name":"Astawan",
             "username":"darmaastawan"},
           "from":{"id":%d,"is_bot":false,"first_name":"Darma","last_name":"Astawan",
             "username":"darmaastawan"}}
          """
              .formatted(JSON.writeValueAsString(text), chat, chat));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void handle(HttpExchange http) throws IOException {
    String[] path = http.getRequestURI().getPath().split("/");
    String token = path.length > 1 && path[1].startsWith("bot") ? path[1].substring(3) : "";
    String method = path.length > 2 ? path[2] : "";
    String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    judge.accept(
        new RecordedRequest(
            http.getRequestMethod(),
            http.getRequestURI().getRawPath(),
            "",
            Map.of("content-type", http.getRequestHeaders().getFirst("Content-Type")),
            body.getBytes(StandardCharsets.UTF_8)));
    JsonNode arguments;
    try {
      arguments = JSON.readTree(body);
    } catch (IOException e) {
      malformed.add(body);
      arguments = JSON.createObjectNode();
    }
    if (method.equals("sendMessage")) {
      beforeSending.run();
    }
    Scripted answer = next(method);
    if (answer == null) {
      answer = usual(token, method, arguments);
    }
    calls.add(new Call(token, method, arguments, answer.status()));
    if (answer.body() == null) {
      http.close();
      return;
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(answer.status(), bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }

  private synchronized Scripted next(String method) {
    Deque<Scripted> waiting = scripted.get(method);
    return waiting == null ? null : waiting.poll();
  }

  private synchronized Scripted usual(String token, String method, JsonNode arguments) {
    Account account = accounts.get(token);
    if (account == null) {
      return error(401, "Unauthorized");
    }
    switch (method) {
      case "getMe":
        return ok("{\"id\":77,\"is_bot\":true,\"first_name\":\"Shop\",\"username\":\"shop_bot\"}");
      case "getWebhookInfo":
        return ok("{\"url\":\"" + account.webhook + "\"}");
      case "setWebhook":
        account.webhook = arguments.path("url").asText();
        return ok("true");
      case "deleteWebhook":
        account.webhook = "";
        return ok("true");
      case "getUpdates":
        return updates(account, token, arguments);
      case "sendMessage":
        return send(arguments);
      default:
        return error(404, "Not Found");
    }
  }

  private Scripted updates(Account account, String token, JsonNode arguments) {
    if (!account.webhook.isEmpty()) {
      return error(409, "Conflict: can't use getUpdates method while webhook is active");
    }
    if (account.polling > 0) {
      return error(409, "Conflict: terminated by other getUpdates request");
    }
    account.updates.removeIf(u -> u.path("update_id").asLong() < arguments.path("offset").asLong());
    long until = System.nanoTime() + arguments.path("timeout").asLong() * 1_000_000_000L;
    account.polling++;
    try {
      while (account.updates.isEmpty() && accounts.get(token) == account) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      account.polling--;
    }
    if (accounts.get(token) != account) {
      return error(401, "Unauthorized");
    }
    ArrayNode updates = JSON.createArrayNode();
    account.updates.stream().limit(arguments.path("limit").asInt(100)).forEach(updates::add);
    return ok(updates.toString());
  }

  private Scripted send(JsonNode arguments) {
    if (!arguments.path("chat_id").isIntegralNumber() || !arguments.path("text").isTextual()) {
      return error(400, "Bad Request: chat_id and text are required");
    }
    sent.add(arguments);
    return ok(
        "{\"message_id\":%d,\"date\":1700000000,\"chat\":{\"id\":%s,\"type\":\"private\"}}"
            .formatted(sent.size(), arguments.path("chat_id").asText()));
  }

  private static Scripted ok(String result) {
    return new Scripted(200, "{\"ok\":true,\"result\":" + result + "}");
  }

  static String envelope(int code, String description, String parameters) {
    return "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\",\"parameters\":%s}"
        .formatted(code, description, parameters);
  }

  private static Scripted error(int code, String description) {
    return new Scripted(code, envelope(code, description, "{}"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    judge.assertNoViolations();
  }
}
