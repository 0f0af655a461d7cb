package dev.kurir.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox's HTTP server on 127.0.0.1, and the client with which it calls webhooks. Requests are
 * answered one after the other on one event loop; connections are kept alive. A body over 2 MB is
 * answered 413. Thread-safe.
 */
final class SandboxServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final int MAX_BODY = 2 * 1024 * 1024;
  private static final int WEBHOOK_CONNECTIONS = 64;
  private static final long LATE_MS = 3_000;

  /** Answers one request; must not block. */
  @FunctionalInterface
  interface Service {
    Future<Reply> answer(RecordedRequest request);
  }

  private final Vertx vertx;
  private final LongAdder connections = new LongAdder();
  private volatile @Nullable HttpServer http;
  private final WebhookCaller webhooks;
  private final List<Consumer<RecordedRequest>> observers = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  SandboxServer() {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    webhooks =
        new WebhookCaller(
            vertx,
            new HttpClientOptions()
                .setMaxPoolSize(WEBHOOK_CONNECTIONS)
                .setConnectTimeout((int) Duration.ofSeconds(5).toMillis()));
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   * @param control answers what lies under {@code /sandbox/}; neither observed nor counted
   */
  void listen(int port, Service api, Service control, Reply tooLarge) {
    try {
      http =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setHost("127.0.0.1")
                      .setPort(port)
                      .setHttp2ClearTextEnabled(false)
                      .setMaxHeaderSize(16 * 1024))
              .connectionHandler(connection -> connections.increment())
              .requestHandler(request -> receive(request, api, control, tooLarge))
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join();
    } catch (CompletionException e) {
      close();
      throw new IllegalStateException(
          "sandbox port: " + port + " (expected: a port that is free on 127.0.0.1)", e.getCause());
    }
  }

  String url() {
    return "http://127.0.0.1:" + Objects.requireNonNull(http).actualPort();
  }

  Vertx vertx() {
    return vertx;
  }

  WebhookCaller webhooks() {
    return webhooks;
  }

  void observe(Consumer<RecordedRequest> observer) {
    observers.add(observer);
  }

  void count(String operation) {
    counts.computeIfAbsent(operation, key -> new LongAdder()).increment();
  }

  long count() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long connections() {
    return connections.sum();
  }

  long countOf(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void receive(HttpServerRequest request, Service api, Service control, Reply tooLarge) {
    Buffer body = Buffer.buffer();
    boolean[] refused = {false};
    request.handler(
        chunk -> {
          if (!refused[0] && body.length() + chunk.length() > MAX_BODY) {
            refused[0] = true;
            write(request, tooLarge.with("Connection", "close"));
          } else if (!refused[0]) {
            body.appendBuffer(chunk);
          }
        });
    request.exceptionHandler(gone -> LOG.debug("a client went away: {}", gone.toString()));
    request.endHandler(
        end -> {
          if (!refused[0]) {
            answer(request, record(request, body.getBytes()), api, control);
          }
        });
  }

  private static RecordedRequest record(HttpServerRequest request, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    String query = request.query() == null ? "" : request.query();
    return new RecordedRequest(request.method().name(), request.path(), query, headers, body);
  }

  private void answer(
      HttpServerRequest request, RecordedRequest recorded, Service api, Service control) {
    if (recorded.path().startsWith("/sandbox/")) {
      reply(request, control, recorded);
      return;
    }
    for (Consumer<RecordedRequest> observer : observers) {
      try {
        observer.accept(recorded);
      } catch (RuntimeException e) {
        LOG.warn("an observer of the sandbox failed: {}", e.toString());
      }
    }
    reply(request, api, recorded);
  }

  private void reply(HttpServerRequest request, Service service, RecordedRequest recorded) {
    Future<Reply> answer;
    try {
      answer = service.answer(recorded);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer
        .onSuccess(reply -> write(request, reply))
        .onFailure(
            e -> {
              LOG.error("the sandbox could not answer {}", recorded, e);
              write(
                  request, Reply.text(500, "text/plain", "the sandbox itself failed: see its log"));
            });
  }

  private void write(HttpServerRequest request, Reply reply) {
    if (reply.kind() == Reply.Kind.RESET) {
      request.connection().close();
    } else if (reply.kind() == Reply.Kind.LATE) {
      vertx.setTimer(LATE_MS, timer -> end(request, reply));
    } else if (reply.kind() == Reply.Kind.ANSWER) {
      end(request, reply);
    }
  }

  private static void end(HttpServerRequest request, Reply reply) {
    if (!request.response().closed()) {
      request.response().setStatusCode(reply.status());
      reply.headers().forEach(request.response()::putHeader);
      request.response().end(Buffer.buffer(reply.body()));
    }
  }
}
