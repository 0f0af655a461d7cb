package dev.kurir.network.line;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kurir.sandbox.RecordedRequest;
import dev.kurir.testing.LineJudge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * LINE's API on loopback, as far as one test says what it answers. Every request is judged by
 * LINE's own OpenAPI document, beside the traffic.
 */
final class LineServer implements AutoCloseable {
  /** One request as it came. */
  record Call(String method, String path, Map<String, String> headers, String body) {
    String route() {
      return method + " " + path;
    }
  }

  /** What is answered; a status of 0 is no answer at all. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply json(int status, String body) {
      return new Reply(status, Map.of(), body);
    }

    static Reply error(int status, String message) {
      return json(status, "{\"message\":\"" + message + "\"}");
    }

    static Reply silence() {
      return json(0, "");
    }

    Reply with(String header, String value) {
      return new Reply(status, Map.of(header, value), body);
    }
  }

  /** All but those that read the quota, which come by themselves. */
  final List<Call> calls = new CopyOnWriteArrayList<>();

  final List<Call> quotaCalls = new CopyOnWriteArrayList<>();
  private final LineJudge judge = new LineJudge();
  private final Map<String, Function<Call, Reply>> answers = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpServer server;

  LineServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  LineServer on(String route, Reply reply) {
    return on(route, call -> reply);
  }

  LineServer on(String route, Function<Call, Reply> answer) {
    answers.put(route, answer);
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Call> calls(String route) {
    return calls.stream().filter(call -> call.route().equals(route)).toList();
  }

  void assertLawful() {
    judge.assertNoViolations();
  }

  private static Map<String, String> lowerCase(Map<String, String> headers) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange http) throws IOException {
    try (http) {
      Map<String, String> headers = new ConcurrentHashMap<>();
      http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Call call =
          new Call(http.getRequestMethod(), http.getRequestURI().getRawPath(), headers, body);
      (call.path().startsWith("/v2/bot/message/quota") ? quotaCalls : calls).add(call);
      String query = Objects.requireNonNullElse(http.getRequestURI().getRawQuery(), "");
      judge.accept(
          new RecordedRequest(
              call.method(),
              call.path(),
              query,
              lowerCase(headers),
              body.getBytes(StandardCharsets.UTF_8)));
      Reply reply =
          answers.getOrDefault(call.route(), c -> Reply.error(404, "Not found")).apply(call);
      if (reply.status() == 0) {
        closing.await();
        return;
      }
      reply.headers().forEach(http.getResponseHeaders()::set);
      http.getResponseHeaders().set("Content-Type", "application/json");
      http.getResponseHeaders().set("X-Line-Request-Id", "11111111-2222-3333-4444-555555555555");
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      http.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      http.getResponseBody().write(bytes);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
