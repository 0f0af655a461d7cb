package dev.kurir.network.line;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.SimpleValidationReportFormat;
import com.atlassian.oai.validator.report.ValidationReport;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * LINE's API on loopback, as far as one test says what it answers. Every request is judged by
 * LINE's own OpenAPI document; what breaks it is in {@link #violations}.
 */
final class LineServer implements AutoCloseable {
  private static final Path SPECIFICATION =
      Path.of("../shared/specs/line/messaging-poly.yml").toAbsolutePath().normalize();

  private static final OpenApiInteractionValidator JUDGE = judge();

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

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
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
      calls.add(call);
      judge(call);
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

  private void judge(Call call) {
    if (JUDGE == null) {
      return;
    }
    SimpleRequest.Builder request = new SimpleRequest.Builder(call.method(), call.path());
    call.headers().forEach(request::withHeader);
    if (!call.body().isEmpty()) {
      request.withBody(call.body());
    }
    ValidationReport report = JUDGE.validateRequest(request.build());
    if (report.hasErrors()) {
      violations.add(
          call.route() + ": " + SimpleValidationReportFormat.getInstance().apply(report));
    }
  }

  private static OpenApiInteractionValidator judge() {
    if (!Files.exists(SPECIFICATION)) {
      LoggerFactory.getLogger(LineServer.class)
          .warn("requests to LINE are not judged: LINE's specification is not beside the project");
      return null;
    }
    return OpenApiInteractionValidator.createForSpecificationUrl(SPECIFICATION.toString())
        .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
        .build();
  }
}
