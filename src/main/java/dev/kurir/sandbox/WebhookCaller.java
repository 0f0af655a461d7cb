package dev.kurir.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls webhooks as the networks do: POST, keep-alive, an answer within a time limit, no redirects.
 * Thread-safe.
 */
final class WebhookCaller {
  private final Vertx vertx;
  private final HttpClient client;
  private final LongAdder calls = new LongAdder();
  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private volatile Duration limit = Duration.ofSeconds(10);

  WebhookCaller(Vertx vertx, HttpClientOptions options) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient(options);
  }

  void limit(Duration limit) {
    this.limit = limit;
  }

  /** How often which status was answered; 0: nothing, in time. */
  Map<Integer, Long> answers() {
    Map<Integer, Long> counted = new TreeMap<>();
    answers.forEach((status, count) -> counted.put(status, count.sum()));
    return counted;
  }

  long calls() {
    return calls.sum();
  }

  /**
   * The status of the answer; fails where there is none in time. Asked for on an event loop,
   * because the end of an answer can pass unheard by a thread that asks for it from outside.
   */
  Future<Integer> post(String url, Map<String, String> headers, byte[] body) {
    calls.increment();
    return Future.<Integer>future(
            answered ->
                vertx.runOnContext(unused -> request(url, headers, body).onComplete(answered)))
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(end -> count(end.succeeded() ? end.result() : 0));
  }

  private Future<Integer> request(String url, Map<String, String> headers, byte[] body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(url)
            .setIdleTimeout(limit.toMillis());
    headers.forEach(options::putHeader);
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(WebhookCaller::status);
  }

  private void count(int status) {
    answers.computeIfAbsent(status, key -> new LongAdder()).increment();
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response.body().map(response.statusCode());
  }
}
