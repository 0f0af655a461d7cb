package dev.kurir.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People of the messaging platform: their requests, and event streams that count what arrives by
 * the number in its text. Thread-safe.
 */
final class EventSinks implements AutoCloseable {
  private static final int LIMIT_S = 120;
  private static final int AT_ONCE = 16;
  private static final int STREAMS = 20_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final HttpClient client =
      vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE));
  private final HttpClient streams =
      vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(STREAMS));
  private final URI url;
  private final ConcurrentHashMap<Long, AtomicInteger> heard = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  EventSinks(URI url) {
    this.url = url;
  }

  /** Sends a request; its answer, or an empty object. */
  JsonObject request(HttpMethod method, String path, String token, JsonObject body)
      throws Exception {
    return await(send(method, path, token, body));
  }

  private Future<JsonObject> send(HttpMethod method, String path, String token, JsonObject body) {
    return client
        .request(options(method, path, token))
        .compose(request -> request.send(body.toBuffer()))
        .compose(
            answer ->
                answer
                    .body()
                    .map(
                        content -> {
                          if (answer.statusCode() >= 300) {
                            throw new IllegalStateException(path + ": " + answer.statusCode());
                          }
                          return content.length() == 0 ? new JsonObject() : content.toJsonObject();
                        }));
  }

  private RequestOptions options(HttpMethod method, String path, String token) {
    RequestOptions options =
        new RequestOptions().setMethod(method).setAbsoluteURI(url.resolve(path).toString());
    return token.isEmpty() ? options : options.putHeader("Authorization", "Bearer " + token);
  }

  private static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a request came to nothing", e);
    }
  }

  /** Logs people in; their access tokens. */
  List<String> logIn(List<String> names, String password) throws Exception {
    List<Future<JsonObject>> logins = new ArrayList<>();
    for (String name : names) {
      JsonObject body = new JsonObject().put("name", name).put("password", password);
      logins.add(send(HttpMethod.POST, "/api/v1/logins", "", body));
    }
    List<String> tokens = new ArrayList<>();
    for (Future<JsonObject> login : logins) {
      tokens.add(await(login).getString("accessToken"));
    }
    return tokens;
  }

  /** Opens an event stream; it stays until this is closed. */
  Future<Void> follow(String token) {
    return streams
        .request(options(HttpMethod.GET, "/api/v1/events", token))
        .compose(HttpClientRequest::send)
        .map(
            answer -> {
              if (answer.statusCode() != 200) {
                throw new IllegalStateException("events: " + answer.statusCode());
              }
              answer.handler(RecordParser.newDelimited("\n\n", event -> count(event.toString())));
              open.incrementAndGet();
              return null;
            });
  }

  /** Opens an event stream for each token, and waits until all are open. */
  void followAll(List<String> tokens) throws Exception {
    int before = open.get();
    for (String token : tokens) {
      follow(token);
    }
    Await.until(
        () -> open.get() >= before + tokens.size(),
        Duration.ofMillis(20),
        Duration.ofSeconds(LIMIT_S),
        () -> open.get() - before + " of " + tokens.size() + " streams are open");
  }

  private void count(String event) {
    int text = event.indexOf("\"text\":\"");
    if (text >= 0) {
      long number = Numbered.number(event.substring(text + 8, event.indexOf('"', text + 8)));
      if (number >= 0) {
        heard.computeIfAbsent(number, key -> new AtomicInteger()).incrementAndGet();
      }
    }
  }

  /** At how many streams a message has arrived. */
  int heard(long number) {
    AtomicInteger some = heard.get(number);
    return some == null ? 0 : some.get();
  }

  /** Sends a room a message; completes when it is stored. */
  Future<JsonObject> say(String room, String token, long number) {
    JsonObject body =
        new JsonObject().put("clientId", "n" + number).put("text", Numbered.text(number));
    return send(HttpMethod.POST, "/api/v1/rooms/" + room + "/messages", token, body);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
