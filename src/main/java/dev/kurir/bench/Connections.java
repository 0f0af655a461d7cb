package dev.kurir.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Kept-alive HTTP connections of networks' servers, each of which sends its next request when the
 * last one is answered; and a bare server that acknowledges everything, for comparison.
 * Thread-safe.
 */
final class Connections implements AutoCloseable {
  private static final int COUNT = 64;
  private static final int LIMIT_S = 600;
  private static final int ANSWER_MS = 20_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final HttpClient client =
      vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(COUNT));

  /** What came of many requests. */
  record Acknowledged(List<String> ids, double perSecond, double p50, double p99) {
    Map<String, Double> figures() {
      return Map.of("rate", perSecond, "p50", p50, "p99", p99);
    }
  }

  /** Sends all, as fast as they are acknowledged; milliseconds. */
  Acknowledged post(int requests, IntFunction<Webhook> webhooks) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    double[] took = new double[requests];
    CountDownLatch open = new CountDownLatch(requests);
    long begun = System.nanoTime();
    for (int i = 0; i < COUNT; i++) {
      again(next, requests, webhooks, ids, took, open);
    }
    if (!open.await(LIMIT_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException(open.getCount() + " requests have no answer");
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Arrays.sort(took);
    return new Acknowledged(
        List.copyOf(ids), ids.size() / seconds, Percentile.of(took, 50), Percentile.of(took, 99));
  }

  private void again(
      AtomicInteger next,
      int requests,
      IntFunction<Webhook> webhooks,
      Queue<String> ids,
      double[] took,
      CountDownLatch open) {
    int number = next.getAndIncrement();
    if (number >= requests) {
      return;
    }
    Webhook webhook = webhooks.apply(number);
    long begun = System.nanoTime();
    send(webhook)
        .onComplete(
            status -> {
              took[number] = (System.nanoTime() - begun) / 1e6;
              if (status.succeeded() && status.result() == 200) {
                ids.add(webhook.id());
              }
              again(next, requests, webhooks, ids, took, open);
              open.countDown();
            });
  }

  /**
   * Sends one; the status of the answer. On an event loop, because the end of an answer can pass
   * unheard by a thread that asks for its body from outside.
   */
  Future<Integer> send(Webhook webhook) {
    return Future.future(
        answered -> vertx.runOnContext(unused -> request(webhook).onComplete(answered)));
  }

  private Future<Integer> request(Webhook webhook) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setTimeout(ANSWER_MS)
            .setAbsoluteURI(webhook.url().toString());
    webhook.headers().forEach(options::putHeader);
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(webhook.body())))
        .compose(answer -> answer.body().map(answer.statusCode()));
  }

  /** Where a server listens that reads a request and says 200. */
  URI bare() {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(request -> request.body().onSuccess(body -> request.response().end()))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/webhook");
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
