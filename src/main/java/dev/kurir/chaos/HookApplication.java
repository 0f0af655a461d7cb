package dev.kurir.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An application with people of its own that speaks with Kurir as the declared network {@code
 * webhook} has it: posts signed JSON, each person's messages in order and again until they are
 * taken, and is posted to, taking each retry key once. Thread-safe.
 */
final class HookApplication implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long AGAIN_MS = 200;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Ledger ledger;
  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean closed;

  HookApplication(Ledger ledger) throws IOException {
    this.ledger = ledger;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/messages");
  }

  /** How often Kurir answered which status; 0: nothing, in time. */
  Map<Integer, Long> answers() {
    Map<Integer, Long> counted = new TreeMap<>();
    answers.forEach((status, count) -> counted.put(status, count.sum()));
    return counted;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode message = KurirApi.JSON.readTree(exchange.getRequestBody());
      if (taken.add(message.path("retryKey").asText())) {
        ledger.shown(
            Direction.TO_PARTNER,
            message.path("recipient").asText(),
            message.path("text").asText());
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Somebody who writes to a bot's path. */
  Person person(String name, URI path, String secret) {
    return new HookPerson(name, path, secret);
  }

  private final class HookPerson implements Person {
    private final String name;
    private final URI path;
    private final String secret;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    HookPerson(String name, URI path, String secret) {
      this.name = name;
      this.path = path;
      this.secret = secret;
    }

    @Override
    public String address() {
      return Town.WEBHOOK + " " + name;
    }

    @Override
    public String chat() {
      return name;
    }

    @Override
    public boolean online() {
      return true;
    }

    @Override
    public synchronized void says(String text) throws IOException {
      byte[] body =
          KurirApi.JSON.writeValueAsBytes(
              Map.of("id", "h" + ids.incrementAndGet(), "from", name, "text", text));
      last = last.thenCompose(before -> post(body)).exceptionally(failure -> null);
    }

    /** Until it is taken. */
    private CompletableFuture<Void> post(byte[] body) {
      HttpRequest request =
          HttpRequest.newBuilder(path)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .header("X-Kurir-Signature", "sha256=" + hmac(body, secret))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
          .handle((response, failure) -> failure == null ? response.statusCode() : 0)
          .thenCompose(
              status -> {
                answers.computeIfAbsent(status, key -> new LongAdder()).increment();
                return status == 200 || closed
                    ? CompletableFuture.<Void>completedFuture(null)
                    : CompletableFuture.supplyAsync(
                            () -> body,
                            CompletableFuture.delayedExecutor(AGAIN_MS, TimeUnit.MILLISECONDS))
                        .thenCompose(this::post);
              });
    }
  }

  private static String hmac(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is in every Java", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
