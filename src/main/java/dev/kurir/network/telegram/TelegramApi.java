package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.network.telegram.TelegramAnswer.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The Bot API over HTTP: JSON in, JSON out, no thread waits. Never throws and never fails: every
 * end of a request is a {@link TelegramAnswer}. Neither the addresses, which hold the token, nor
 * the client's exception texts, which hold the addresses, leave this class. Thread-safe.
 */
final class TelegramApi {
  /** Reads a null as if the member were not there. */
  static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonNodeFeature.READ_NULL_PROPERTIES).build();

  /** How long a request that does not wait for updates may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int LONGEST_REASON = 200;
  private static final Flow.Subscription NOTHING =
      new Flow.Subscription() {
        @Override
        public void request(long parts) {}

        @Override
        public void cancel() {}
      };

  private final HttpClient http;
  private final Executor executor;
  private final URI base;

  /** It may not be sent any more. */
  private static final class ForbiddenException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param executor where answers are taken on; its threads may block
   * @param base the Bot API's address, without a slash at its end
   */
  TelegramApi(HttpClient http, Executor executor, URI base) {
    this.http = http;
    this.executor = executor;
    this.base = base;
  }

  /**
   * The client for all bots. HTTP/1.1, because HTTP/2 would put all long polls on one connection,
   * whose streams a server limits.
   */
  static HttpClient.Builder client(Executor executor) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .executor(executor);
  }

  /**
   * Calls a method.
   *
   * @param patience from here to the last byte of the answer
   * @return completes on the executor; cancelling it breaks the request off
   */
  CompletableFuture<TelegramAnswer> call(
      TelegramToken token, String method, ObjectNode arguments, Duration patience) {
    return call(token, method, arguments, patience, () -> true);
  }

  /**
   * Calls a method if it may. Without its last part, the arguments, a request is none.
   *
   * @param may asked just before the arguments leave: since the caller asked, the process may have
   *     stood still for long
   */
  CompletableFuture<TelegramAnswer> call(
      TelegramToken token,
      String method,
      ObjectNode arguments,
      Duration patience,
      BooleanSupplier may) {
    CompletableFuture<HttpResponse<byte[]>> exchange;
    try {
      exchange =
          http.sendAsync(
              request(token, method, arguments, may), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          TelegramAnswer.unsent(method + ": no request could be made"));
    }
    TelegramAnswer late =
        TelegramAnswer.broken(method + ": no whole answer within " + patience.toSeconds() + " s");
    CompletableFuture<TelegramAnswer> answer =
        exchange
            .handle(
                (response, failure) ->
                    failure == null
                        ? read(token, method, response)
                        : failed(method, unwrapped(failure)))
            .completeOnTimeout(late, patience.toMillis(), TimeUnit.MILLISECONDS)
            .thenApplyAsync(done -> done, executor);
    var unused = answer.whenComplete((done, failure) -> exchange.cancel(true));
    return answer;
  }

  private HttpRequest request(
      TelegramToken token, String method, ObjectNode arguments, BooleanSupplier may)
      throws IOException {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(arguments));
    return HttpRequest.newBuilder(URI.create(base + "/bot" + token.pathSegment() + "/" + method))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(
            HttpRequest.BodyPublishers.fromPublisher(
                leaving -> {
                  if (may.getAsBoolean()) {
                    body.subscribe(leaving);
                  } else {
                    leaving.onSubscribe(NOTHING);
                    leaving.onError(new ForbiddenException());
                  }
                },
                body.contentLength()))
        .build();
  }

  private static TelegramAnswer read(
      TelegramToken token, String method, HttpResponse<byte[]> response) {
    JsonNode json = tree(response.body());
    int status = response.statusCode();
    if (!json.path("ok").isBoolean()) {
      String reason = method + ": HTTP " + status + " without Telegram's answer";
      return new TelegramAnswer(Kind.FOREIGN, status, MissingNode.getInstance(), reason);
    }
    if (json.path("ok").asBoolean() && status / 100 == 2) {
      return new TelegramAnswer(Kind.OK, status, json, method + ": ok");
    }
    int code = json.path("error_code").asInt(status);
    String said = token.removedFrom(json.path("description").asText("no description"));
    String line = said.replaceAll("\\p{Cntrl}", " ");
    String reason =
        "Telegram " + code + ": " + line.substring(0, Math.min(line.length(), LONGEST_REASON));
    return new TelegramAnswer(Kind.ERROR, code, json, reason);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** By the failure's class only: its text may hold the address. */
  private static TelegramAnswer failed(String method, Throwable failure) {
    if (causedBy(failure, ForbiddenException.class)) {
      return TelegramAnswer.withheld(method);
    }
    String unreached = unreached(failure);
    if (unreached != null) {
      return TelegramAnswer.unsent(method + ": Telegram not reached: " + unreached);
    }
    String kind = failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return TelegramAnswer.broken(method + ": connection broke before the answer (" + kind + ")");
  }

  private static @Nullable String unreached(Throwable failure) {
    if (causedBy(failure, UnresolvedAddressException.class)
        || causedBy(failure, UnknownHostException.class)) {
      return "host name unknown";
    }
    if (causedBy(failure, HttpConnectTimeoutException.class)) {
      return "no connection within " + CONNECT.toSeconds() + " s";
    }
    if (causedBy(failure, SSLHandshakeException.class)) {
      return "TLS handshake failed (expected: a certificate that this machine trusts)";
    }
    return causedBy(failure, ConnectException.class)
            || causedBy(failure, NoRouteToHostException.class)
        ? "connection refused or no route"
        : null;
  }

  private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
