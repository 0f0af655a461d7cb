package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other side of a network that speaks HTTP: calls Kurir's webhook with signed requests, takes
 * what Kurir posts, judges it by the network's published format, and can be told to refuse.
 */
abstract class HttpPeer implements ContractPeer {
  static final ObjectMapper JSON = new ObjectMapper();

  /** What it answers; null: it hangs up. */
  record Answer(int status, Map<String, String> headers, String body) {}

  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  String webhook = "";

  HttpPeer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Judges a request and keeps its text. */
  abstract Answer take(HttpExchange http, JsonNode body);

  abstract Answer trouble(Trouble trouble);

  private void serve(HttpExchange http) throws IOException {
    byte[] bytes = http.getRequestBody().readAllBytes();
    Trouble trouble = troubles.poll();
    if (trouble == Trouble.HANG_UP) {
      http.getResponseBody().close(); // ends the connection without an answer
      http.close();
      return;
    }
    Answer answer = trouble == null ? take(http, JSON.readTree(bytes)) : trouble(trouble);
    answer.headers().forEach(http.getResponseHeaders()::set);
    http.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(answer.status(), body.length);
    http.getResponseBody().write(body);
    http.close();
  }

  void expect(boolean right, String rule) {
    if (!right) {
      violations.add(rule);
    }
  }

  static String hmac(String secret, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Calls the webhook. */
  int post(Map<String, String> headers, String body) throws Exception {
    return Web.post(webhook, headers, body.getBytes(StandardCharsets.UTF_8)).status();
  }

  static String json(Object value) throws IOException {
    return JSON.writeValueAsString(value);
  }

  @Override
  public void webhook(String url) {
    webhook = url;
  }

  @Override
  public List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public boolean makes(Trouble trouble) {
    troubles.add(trouble);
    return true;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
